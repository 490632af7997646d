package dev.vigil.gallery.search;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows that is appended to and never changed: what is removed is marked, and a chunk of which most is gone is copied and
 * dropped. The writer's own fields say so.
 */
final class Chunk {
    /** Rows in a chunk, at most. */
    static final int ROWS = 8192;

    final Space space;
    final ExactRows exact;
    /** Names the chunk in slots; chosen again once nobody's slot has it. */
    final int number;

    private final int capacity;
    private final AtomicReferenceArray<@Nullable Tile> tiles;
    /** The newest marks, a bit for each row; each array is replaced, never changed. */
    private volatile long[] removed;
    /** The writer's: how many rows there are and how many of them are removed. */
    private int size;

    private int removedCount;

    Chunk(Space space, ExactRows exact, int number, int rows) {
        this.space = space;
        this.exact = exact;
        this.number = number;
        this.capacity = rows;
        int count = (rows + Layout.ROWS - 1) / Layout.ROWS;
        this.tiles = new AtomicReferenceArray<>(count);
        this.removed = new long[count];
    }

    /** A tile that a state has rows of. */
    Tile tile(int index) {
        return Objects.requireNonNull(tiles.get(index));
    }

    /** Whose a row is; null where there is none. */
    @Nullable
    Owner owner(int row) {
        Tile tile = tiles.get(row / Layout.ROWS);
        return tile == null ? null : tile.owners[row % Layout.ROWS];
    }

    /** The tile of a row that is about to be written. */
    Tile tileToWrite(int row, int dimension) {
        Tile tile = tiles.get(row / Layout.ROWS);
        if (tile == null) {
            int index = row / Layout.ROWS;
            Tile before = index == 0 ? null : tiles.get(index - 1);
            tile = Tile.after(before, dimension, tiles.length() - index);
            tiles.set(row / Layout.ROWS, tile);
        }
        return tile;
    }

    /** Puts in a tile that is read back. */
    void tile(int index, Tile tile) {
        tiles.set(index, tile);
    }

    /** The marks at this moment, a bit for each row. Not to be changed. */
    long[] removed() {
        return removed;
    }

    boolean has(int row) {
        return (removed[row / Layout.ROWS] & 1L << row) == 0;
    }

    /** Reads a row exactly; false where it is not there any more, or can't be read. */
    boolean read(int row, ExactRow into) {
        boolean whole = exact.read(row, into);
        VarHandle.loadLoadFence(); // a row is marked before it is erased
        return whole && has(row);
    }

    /** Marks a row. */
    void remove(int row) {
        long[] marks = removed.clone();
        marks[row / Layout.ROWS] |= 1L << row;
        removed = marks;
        removedCount++;
    }

    /** Marks what was removed when the chunk was written down, the rows being there already. */
    void removed(long[] marks) {
        removed = marks;
        for (long word : marks) {
            removedCount += Long.bitCount(word);
        }
    }

    int slot(int row) {
        return number * ROWS + row;
    }

    int size() {
        return size;
    }

    void size(int rows) {
        size = rows;
    }

    boolean isFull() {
        return size == capacity;
    }

    int living() {
        return size - removedCount;
    }

    boolean isSparse() {
        return removedCount * 2 > size;
    }
}
