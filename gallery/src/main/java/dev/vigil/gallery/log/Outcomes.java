package dev.vigil.gallery.log;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What became of the records of one partition, told by the reader: a record that was read (committed) was applied; one that the
 * reader passed without seeing it was aborted. Thread-safe.
 */
final class Outcomes {
    private final NavigableMap<Long, CompletableFuture<Boolean>> awaited = new TreeMap<>();
    private long next;
    private int waiting;

    /**
     * Completes with true when the record at {@code offset} has been applied, with false when the reader has passed it without.
     * To be asked before the record's transaction is committed, since the reader may not have come so far then.
     */
    synchronized CompletableFuture<Boolean> of(long offset) {
        return awaited.computeIfAbsent(offset, o -> new CompletableFuture<>());
    }

    /**
     * Waits until the reader has come past {@code offset}, whatever is there.
     *
     * @return false where it does not come so far in time
     */
    synchronized boolean awaitPast(long offset, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        waiting++;
        try {
            while (next <= offset) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } finally {
            waiting--;
        }
    }

    /** The reader has applied, or passed, everything before this offset. */
    synchronized long next() {
        return next;
    }

    /** The reader has applied the record at {@code offset}. */
    synchronized void applied(long offset) {
        CompletableFuture<Boolean> outcome = awaited.remove(offset);
        if (outcome != null) {
            outcome.complete(true);
        }
        advance(offset + 1);
    }

    /** The reader will read {@code position} next. */
    synchronized void passed(long position) {
        NavigableMap<Long, CompletableFuture<Boolean>> before = awaited.headMap(position, false);
        before.values().forEach(outcome -> outcome.complete(false));
        before.clear();
        advance(position);
    }

    private void advance(long position) {
        if (position > next) {
            next = position;
            if (waiting > 0) {
                notifyAll();
            }
        }
    }
}
