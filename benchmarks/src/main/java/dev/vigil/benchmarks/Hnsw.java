package dev.vigil.benchmarks;

/** What the three graphs are built with: the usual figures, the same for each. */
final class Hnsw {
    /** M: links of a node on each level. */
    static final int LINKS = 16;

    /** efConstruction: candidates while building. */
    static final int BEAM = 100;

    private Hnsw() {}
}
