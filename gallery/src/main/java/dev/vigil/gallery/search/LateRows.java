package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows one after another that came last, and lie in memory until they are sealed and written together. One thread changes them, any
 * number read.
 */
final class LateRows {
    /** How many are written at once: a call costs some microseconds, whatever it writes. */
    private static final int MOST = 64;

    private record Row(Embedding exact, Base64Bytes details) {}

    private final int first;
    private final AtomicReferenceArray<@Nullable Row> rows = new AtomicReferenceArray<>(MOST);
    /** Written by one thread. */
    private volatile int count;

    /** The writer's. */
    private boolean mayBeInTheFile;

    /** How many bytes are counted for them while they wait because they could not be written. The writer's. */
    private long heldBack;

    /** None yet, and {@code first} will be the first. */
    LateRows(int first) {
        this.first = first;
    }

    int first() {
        return first;
    }

    /** Whether there is room for this row, and it is the next. */
    boolean takes(int row) {
        return count < MOST && row == first + count;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(Embedding exact, Base64Bytes details) {
        rows.set(count, new Row(exact, details));
        count++;
    }

    /** Whether a row that was written is one of these. */
    boolean has(int row) {
        return row >= first && row < first + count;
    }

    /** Reads one of these; false where it is erased. */
    boolean read(int row, ExactRow into) {
        Row kept = rows.get(row - first);
        if (kept == null) {
            return false;
        }
        into.set(kept.exact, kept.details);
        return true;
    }

    /** Forgets one of these. */
    void erase(int row) {
        rows.set(row - first, null);
    }

    /** Whether they have been sealed, so that some may have been written, before that failed. */
    boolean mayBeInTheFile() {
        return mayBeInTheFile;
    }

    /** How much of the heap so many rows take at most, roughly. */
    static long bytes(int rowBytes) {
        return (long) MOST * rowBytes;
    }

    boolean isHeldBack() {
        return heldBack > 0;
    }

    long heldBack() {
        return heldBack;
    }

    void heldBack(long bytes) {
        heldBack = bytes;
    }

    /** The rows as they belong into the file, one after another; zeros where one is erased. */
    ByteBuffer seal(long number, RowCipher cipher, int dimension, SealingRoom room) {
        mayBeInTheFile = true;
        int length = MappedRows.sealedLength(cipher, dimension);
        ByteBuffer sealed = room.empty(Math.multiplyExact(count, length));
        ExactRow plain = new ExactRow(dimension);
        for (int i = 0; i < count; i++) {
            Row row = rows.get(i);
            if (row == null) {
                sealed.put(new byte[length]);
            } else {
                plain.set(row.exact, row.details);
                cipher.seal(number, first + i, plain.toBytes(), sealed);
            }
        }
        return sealed.flip();
    }
}
