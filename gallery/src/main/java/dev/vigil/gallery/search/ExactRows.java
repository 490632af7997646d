package dev.vigil.gallery.search;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The exact rows of one chunk. One thread writes each row at most once, before anybody reads it, and erases it; any number read.
 */
interface ExactRows {
    /**
     * Writes a row.
     *
     * @throws java.io.UncheckedIOException if it can't be written; the place is spoilt then
     */
    void write(int row, ExactRow from);

    /**
     * Reads a row; what it yields is of no use if the row is erased in the meantime, so look for that afterwards.
     *
     * @return false where there is no row as it was written: it is erased, or damaged
     */
    boolean read(int row, ExactRow into);

    /**
     * Writes what {@link ExactStore#restore} needs; all rows that were written before are safe from a crash then. By any thread.
     *
     * @param rows how many
     */
    void writeTo(DataOutputStream out, int rows) throws IOException;

    /** Makes a row unreadable for good. */
    void erase(int row);
}
