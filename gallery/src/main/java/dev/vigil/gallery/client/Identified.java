package dev.vigil.gallery.client;

import java.util.List;

/**
 * The answer to a batch: who resembles each probe.
 *
 * @param templates how many were searched, at most 8 counted per person: the N of the threshold
 * @param results one for each probe, in order
 */
public record Identified(int templates, List<Result> results) {
    /** Copies the list. */
    public Identified {
        results = List.copyOf(results);
    }

    /**
     * Who resembles one probe.
     *
     * @param candidates at most k people, best first
     */
    public record Result(List<Candidate> candidates) {
        /** Copies the list. */
        public Result {
            candidates = List.copyOf(candidates);
        }
    }
}
