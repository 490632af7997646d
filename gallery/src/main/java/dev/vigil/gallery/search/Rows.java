package dev.vigil.gallery.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One state of a space's faces. Immutable: a chunk's rows beyond its size in this state are not in it, nor are those that its marks in
 * this state say are removed.
 */
final class Rows {
    private final Chunk[] chunks;
    private final long[][] removed;
    private final int[] sizes;

    private Rows(Chunk[] chunks, long[][] removed, int[] sizes) {
        this.chunks = chunks;
        this.removed = removed;
        this.sizes = sizes;
    }

    /** The chunks as they are at this moment. By the writer only. */
    static Rows of(List<Chunk> chunks) {
        return new Rows(
                chunks.toArray(Chunk[]::new),
                chunks.stream().map(Chunk::removed).toArray(long[][]::new),
                chunks.stream().mapToInt(Chunk::size).toArray());
    }

    /** This, but the chunk at {@code index} as it is at this moment. */
    Rows with(int index) {
        Chunk chunk = chunks[index];
        long[][] marks = removed;
        if (marks[index] != chunk.removed()) {
            marks = marks.clone();
            marks[index] = chunk.removed();
        }
        int[] counts = sizes;
        if (counts[index] != chunk.size()) {
            counts = Arrays.copyOf(counts, counts.length);
            counts[index] = chunk.size();
        }
        return new Rows(chunks, marks, counts);
    }

    int chunks() {
        return chunks.length;
    }

    Stream<Chunk> all() {
        return Arrays.stream(chunks);
    }

    Chunk chunk(int index) {
        return chunks[index];
    }

    /** How many rows the chunk has, the removed ones included. */
    int size(int index) {
        return sizes[index];
    }

    /** The marks of the rows of a tile. */
    long removed(int index, int tile) {
        return removed[index][tile];
    }

    /** The place of a row in this state, for {@link #chunkOf} and {@link #rowOf}. */
    static int place(int index, int row) {
        return index * Chunk.ROWS + row;
    }

    static int chunkOf(int place) {
        return place / Chunk.ROWS;
    }

    static int rowOf(int place) {
        return place % Chunk.ROWS;
    }
}
