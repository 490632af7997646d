package dev.vigil.gallery.client;

import java.util.List;

/**
 * A person who resembles a probe.
 *
 * @param person id
 * @param name what people call them
 * @param watchlists ids
 * @param ignored whether the operator asked to ignore them
 * @param face the id of the template that scored best
 * @param score the best cosine of the person's templates, in [-1, 1]
 */
public record Candidate(
        String person, String name, List<String> watchlists, boolean ignored, String face, float score) {
    /** Copies the watchlists. */
    public Candidate {
        watchlists = List.copyOf(watchlists);
    }
}
