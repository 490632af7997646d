package dev.vigil.lab.calibrate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/**
 * What is searched with: one picture, or a track, which asks several times while it goes on.
 *
 * @param person whose it is
 * @param queries one for each time that it asks; of their scores the best counts
 */
record Probe(String person, List<Embedding> queries) {
    Probe {
        queries = List.copyOf(queries);
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("A probe asks at least once.");
        }
    }
}
