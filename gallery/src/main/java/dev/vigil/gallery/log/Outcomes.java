package dev.vigil.gallery.log;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What became of the records of one partition, told by the reader: a record that was read (committed) was applied; one that the
 * reader passed without seeing it was aborted. Thread-safe.
 */
final class Outcomes {
    private final NavigableMap<Long, CompletableFuture<Boolean>> awaited = new TreeMap<>();

    /**
     * Completes with true when the record at {@code offset} has been applied, with false when the reader has passed it without.
     * To be asked before the record's transaction is committed, since the reader may not have come so far then.
     */
    synchronized CompletableFuture<Boolean> of(long offset) {
        return awaited.computeIfAbsent(offset, o -> new CompletableFuture<>());
    }

    /** Whether anybody waits. */
    synchronized boolean isAwaited() {
        return !awaited.isEmpty();
    }

    /** The reader has applied the record at {@code offset}. */
    synchronized void applied(long offset) {
        CompletableFuture<Boolean> outcome = awaited.remove(offset);
        if (outcome != null) {
            outcome.complete(true);
        }
    }

    /** The reader will read {@code position} next. */
    synchronized void passed(long position) {
        NavigableMap<Long, CompletableFuture<Boolean>> before = awaited.headMap(position, false);
        before.values().forEach(outcome -> outcome.complete(false));
        before.clear();
    }
}
