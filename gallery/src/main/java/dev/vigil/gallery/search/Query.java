package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.List;

/**
 * What to search.
 *
 * @param model only faces of it are searched
 * @param probes of one dimension
 * @param k how many people at most for each, at least 1
 * @param now people who may be searched only until then, or earlier, are left out
 * @param filter whom it may find
 */
public record Query(String model, List<Embedding> probes, int k, Instant now, Filter filter) {
    /** Searches everybody. */
    public Query(String model, List<Embedding> probes, int k, Instant now) {
        this(model, probes, k, now, Filter.EVERYBODY);
    }

    /**
     * Copies the probes.
     *
     * @throws IllegalArgumentException if there is none, they differ in dimension, or k is less than 1
     */
    public Query {
        probes = List.copyOf(probes);
        if (probes.isEmpty() || k < 1) {
            throw new IllegalArgumentException("A query needs a probe and a k of at least 1.");
        }
        int dimension = probes.get(0).dimension();
        for (Embedding probe : probes) {
            if (probe.dimension() != dimension) {
                throw new IllegalArgumentException("The probes of a query are of one dimension.");
            }
        }
    }

    /** How many numbers each probe has. */
    public int dimension() {
        return probes.get(0).dimension();
    }
}
