package dev.vigil.gallery.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Entries that wait to be written: a bounded number, and beyond it only how many there were. Thread-safe. */
final class Waiting {
    private final BlockingQueue<Chain.Timed> entries;
    private long lost; // guarded by this
    private long lostEver; // guarded by this
    private @Nullable Instant lostSince; // guarded by this
    private @Nullable Instant lostUntil; // guarded by this

    Waiting(int most) {
        this.entries = new ArrayBlockingQueue<>(most);
    }

    /** Takes the entry, or counts it as lost where there is no room. */
    void offer(Chain.Timed entry) {
        if (!entries.offer(entry)) {
            synchronized (this) {
                lost++;
                lostEver++;
                lostSince = lostSince == null ? entry.time() : lostSince;
                lostUntil = entry.time();
            }
        }
    }

    /** Up to {@code most} entries, after at most {@code millis} without any. */
    List<Chain.Timed> take(int most, long millis) throws InterruptedException {
        List<Chain.Timed> taken = new ArrayList<>();
        Chain.@Nullable Timed first = entries.poll(millis, TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            entries.drainTo(taken, most - 1);
        }
        return taken;
    }

    /** An entry that says how many were lost since the last such entry; null where none was. */
    synchronized Chain.@Nullable Timed gap() {
        if (lost == 0 || lostSince == null || lostUntil == null) {
            return null;
        }
        AuditEntry entry = new AuditEntry(
                "gap",
                Actor.GALLERY,
                "",
                Map.of(
                        "lost", Long.toString(lost),
                        "since", lostSince.toString(),
                        "until", lostUntil.toString()));
        Chain.Timed gap = new Chain.Timed(entry, lostUntil);
        lost = 0;
        lostSince = null;
        lostUntil = null;
        return gap;
    }

    /** How many have been lost for want of room. */
    synchronized long lostEver() {
        return lostEver;
    }

    int size() {
        return entries.size();
    }
}
