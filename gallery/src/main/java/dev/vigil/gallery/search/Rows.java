package dev.vigil.gallery.search;

import java.util.Arrays;

/**
 * One state of a space's faces: chunks of rows that are appended to and never moved. Immutable as far as a search can tell: an
 * append writes beyond {@link #size} of every state that was published, a removal copies the marks of one chunk.
 */
final class Rows {
    /** Rows in a chunk. */
    static final int CHUNK = 512;

    private final Chunk[] chunks;
    private final int size;
    private final int removed;

    private Rows(Chunk[] chunks, int size, int removed) {
        this.chunks = chunks;
        this.size = size;
        this.removed = removed;
    }

    /**
     * A run of rows.
     *
     * @param values row-major {@code float32[CHUNK, dimension]}
     * @param owners of each row
     * @param faces ids of each row
     * @param removed one bit for each row
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class, and is never compared
    private record Chunk(float[] values, Owner[] owners, String[] faces, long[] removed) {
        static Chunk empty(int dimension) {
            return new Chunk(new float[CHUNK * dimension], new Owner[CHUNK], new String[CHUNK], new long[CHUNK / 64]);
        }

        boolean has(int row) {
            return (removed[row >> 6] & 1L << row) == 0;
        }
    }

    /** What a walk over the rows sees. */
    @FunctionalInterface
    interface Visitor {
        /** A row lies at {@code offset} of {@code values}. */
        void row(float[] values, int offset, Owner owner, String face);
    }

    static Rows empty() {
        return new Rows(new Chunk[0], 0, 0);
    }

    /** How many there are, the removed ones included. */
    int size() {
        return size;
    }

    /** How many of them are removed. */
    int removed() {
        return removed;
    }

    /** These and one more, which becomes row {@link #size}. Only on the newest state, by the one writer. */
    Rows append(float[] embedding, Owner owner, String face) {
        int dimension = embedding.length;
        int row = size % CHUNK;
        Chunk[] grown = chunks;
        if (row == 0) {
            grown = Arrays.copyOf(chunks, chunks.length + 1);
            grown[chunks.length] = Chunk.empty(dimension);
        }
        Chunk last = grown[grown.length - 1];
        System.arraycopy(embedding, 0, last.values, row * dimension, dimension);
        last.owners[row] = owner;
        last.faces[row] = face;
        return new Rows(grown, size + 1, removed);
    }

    /** These without row {@code row}, which must not have been removed. */
    Rows remove(int row) {
        Chunk chunk = chunks[row / CHUNK];
        long[] marks = chunk.removed.clone();
        int within = row % CHUNK;
        marks[within >> 6] |= 1L << within;
        Chunk[] changed = chunks.clone();
        changed[row / CHUNK] = new Chunk(chunk.values, chunk.owners, chunk.faces, marks);
        return new Rows(changed, size, removed + 1);
    }

    /** Shows every row that is not removed, in order. */
    void forEach(int dimension, Visitor visitor) {
        for (int c = 0; c < chunks.length; c++) {
            Chunk chunk = chunks[c];
            int rows = Math.min(CHUNK, size - c * CHUNK);
            for (int row = 0; row < rows; row++) {
                if (chunk.has(row)) {
                    visitor.row(chunk.values, row * dimension, chunk.owners[row], chunk.faces[row]);
                }
            }
        }
    }
}
