package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The exact rows of one chunk. One thread writes each row at most once, before anybody reads it, and erases it; any number read.
 */
interface ExactRows {
    /**
     * Takes a row, which is read from then on; it may lie in memory until {@link #flush}, or longer.
     *
     * @throws java.io.UncheckedIOException if it can't be taken; the place is spoilt then
     */
    void write(int row, Embedding exact, Base64Bytes details);

    /**
     * Writes to where they belong the rows that lie in memory only. By the writer, or under its lock.
     *
     * @throws java.io.UncheckedIOException if that can't be done; they are read all the same
     */
    void flush();

    /**
     * Reads a row; what it yields is of no use if the row is erased in the meantime, so look for that afterwards.
     *
     * @return false where there is no row as it was written: it is erased, or damaged
     */
    boolean read(int row, ExactRow into);

    /**
     * Writes what {@link ExactStore#restore} needs; all rows that were there at the last {@link #flush} are safe from a crash then. By
     * any thread.
     *
     * @param rows how many
     */
    void writeTo(DataOutputStream out, int rows) throws IOException;

    /** Makes a row unreadable for good. */
    void erase(int row);
}
