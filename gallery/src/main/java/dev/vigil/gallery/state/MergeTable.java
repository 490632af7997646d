package dev.vigil.gallery.state;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.MergeIntent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The merges under way, as the survivors' partitions have them, and the marks of those who are absorbed. Thread-safe. */
final class MergeTable {
    private final Map<GalleryKey.OfMerge, MergeIntent> merges = new ConcurrentHashMap<>();
    private final Map<String, MergeIntent> marks = new ConcurrentHashMap<>();

    void apply(GalleryKey.OfMerge key, @Nullable MergeIntent merge) {
        if (merge != null) {
            merges.put(key, merge);
            return;
        }
        merges.remove(key);
        synchronized (this) {
            notifyAll();
        }
    }

    void apply(GalleryKey.OfMerging key, @Nullable MergeIntent merge) {
        if (merge == null) {
            marks.remove(key.absorbed());
        } else {
            marks.put(key.absorbed(), merge);
        }
    }

    List<MergeIntent> merges() {
        return List.copyOf(merges.values());
    }

    Optional<MergeIntent> merge(String survivor, String absorbed) {
        return Optional.ofNullable(merges.get(new GalleryKey.OfMerge(survivor, absorbed)));
    }

    List<MergeIntent> marks() {
        return List.copyOf(marks.values());
    }

    Optional<MergeIntent> mark(String absorbed) {
        return Optional.ofNullable(marks.get(absorbed));
    }

    boolean isEmpty() {
        return merges.isEmpty() && marks.isEmpty();
    }

    /** Waits until the merge is not there; false where it takes longer. */
    synchronized boolean awaitGone(String survivor, String absorbed, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (merge(survivor, absorbed).isPresent()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
