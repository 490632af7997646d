package dev.vigil.gallery.search;

/** Where exact rows are kept. Called by the engine's writer only. */
interface ExactStore {
    /**
     * A place for the rows of a new chunk.
     *
     * @throws java.io.UncheckedIOException if it can't be made
     */
    ExactRows create(int dimension, int rows);

    /** The rows are read no more, but for searches under way. */
    void drop(ExactRows rows);
}
