package dev.vigil.lab.calibrate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Tracks made of stills, fused as the stream fuses a track's best shots: the mean of the embeddings, weighted by quality. A person's
 * pictures, shuffled by a fixed seed, become tracks of up to four; each asks after its first picture, its second, and so on, with what
 * it has by then. A true track's shots are of one moment and resemble each other more than these do.
 */
final class FusedTracks {
    /** How many shots a track keeps, and how often it asks, at most. */
    private static final int SHOTS = 4;

    private static final float LEAST_WEIGHT = .05f;
    private static final long SEED = 4;

    private FusedTracks() {}

    /** The tracks of everybody with two pictures or more; one picture that is left over makes none. */
    static List<Probe> of(List<Template> templates) {
        Map<String, List<Template>> byPerson = new TreeMap<>();
        templates.forEach(template -> byPerson.computeIfAbsent(template.person(), person -> new ArrayList<>())
                .add(template));
        Random random = new Random(SEED);
        List<Probe> tracks = new ArrayList<>();
        byPerson.forEach((person, all) -> {
            Collections.shuffle(all, random);
            for (int from = 0; from + 1 < all.size(); from += SHOTS) {
                tracks.add(track(person, all.subList(from, Math.min(from + SHOTS, all.size()))));
            }
        });
        return tracks;
    }

    private static Probe track(String person, List<Template> shots) {
        List<Embedding> queries = new ArrayList<>();
        float[] sum = new float[shots.get(0).embedding().dimension()];
        for (Template shot : shots) {
            float weight = Math.max(LEAST_WEIGHT, shot.quality());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * shot.embedding().at(i);
            }
            queries.add(Embedding.normalised(sum));
        }
        return new Probe(person, queries);
    }
}
