package dev.vigil.gallery.search;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;

/** Where exact rows are kept. Called by the engine's writer, or under its lock. */
interface ExactStore {
    /** A place for the rows of a new chunk. */
    ExactRows create(int dimension, int rows);

    /**
     * The rows that {@link ExactRows#writeTo} told of; no more are written to them.
     *
     * @throws IOException if they aren't there, or not whole
     */
    ExactRows restore(int dimension, int rows, DataInputStream in) throws IOException;

    /** The rows are read no more, but for searches under way. */
    void drop(ExactRows rows);

    /** Rows that are dropped are kept for a view that names them, until {@link #release}. */
    void hold(Set<ExactRows> rows);

    /** Ends a {@link #hold}. */
    void release(Set<ExactRows> rows);

    /** What is on the disk names these and no others from now on. */
    void named(Set<ExactRows> rows);

    /** How much waits in memory because it can't be written; by any thread. */
    long unwrittenBytes();
}
