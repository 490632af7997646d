package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/** An index over the faces 0 to n-1, each a person, as it is searched. By one thread, unless {@link #isConcurrent} says more. */
interface Engine extends AutoCloseable {
    /** What the results call it. */
    String name();

    /** How many candidates its graph is searched for; 0 where it has no graph, and finds everything. */
    default int ef() {
        return 0;
    }

    /** Whether many threads may search at once. */
    default boolean isConcurrent() {
        return false;
    }

    /** For each probe the indexes of the {@code k} most similar faces, best first. */
    int[][] search(List<Embedding> probes, int k);

    /** Bytes that it holds outside the Java heap, mapped files included. */
    long bytesOutsideTheHeap();

    @Override
    void close();
}
