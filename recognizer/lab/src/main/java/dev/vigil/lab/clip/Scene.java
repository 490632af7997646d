package dev.vigil.lab.clip;

import java.util.List;

/**
 * What happens between two cuts.
 *
 * @param kind what it is a trial of
 * @param background seed of what is behind: the same seed, the same place
 * @param frames how many
 * @param parts the farthest first: who comes later stands before those who come earlier
 * @param pillars before all of them
 */
record Scene(SceneKind kind, long background, int frames, List<Part> parts, List<Pillar> pillars) {
    Scene {
        parts = List.copyOf(parts);
        pillars = List.copyOf(pillars);
    }
}
