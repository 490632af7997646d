package dev.vigil.gallery.search;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of all spaces by number. A slot is a chunk's number and a row in it. One thread changes it, any number look; a number is
 * given again only when nobody's slot has it, but a reader with an old slot may find another chunk, or none.
 */
final class ChunkTable {
    private volatile AtomicReferenceArray<@Nullable Chunk> chunks = new AtomicReferenceArray<>(16);
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int next;

    /** Adds the chunk that is made for the number it gets. */
    Chunk add(IntFunction<Chunk> make) {
        Integer again = free.poll();
        int number = again == null ? next++ : again;
        if (number == chunks.length()) {
            AtomicReferenceArray<@Nullable Chunk> larger = new AtomicReferenceArray<>(2 * number);
            for (int i = 0; i < number; i++) {
                larger.set(i, chunks.get(i));
            }
            chunks = larger;
        }
        Chunk chunk = make.apply(number);
        chunks.set(number, chunk);
        return chunk;
    }

    void drop(Chunk chunk) {
        chunks.set(chunk.number, null);
        free.add(chunk.number);
    }

    /** The chunk of a slot that somebody has. By the writer. */
    Chunk chunk(int slot) {
        return Objects.requireNonNull(find(slot));
    }

    /** The chunk of a slot that somebody had a moment ago. */
    @Nullable
    Chunk find(int slot) {
        AtomicReferenceArray<@Nullable Chunk> all = chunks;
        int number = slot / Chunk.ROWS;
        return number < all.length() ? all.get(number) : null;
    }

    static int row(int slot) {
        return slot % Chunk.ROWS;
    }
}
