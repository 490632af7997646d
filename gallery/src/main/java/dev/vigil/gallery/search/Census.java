package dev.vigil.gallery.search;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How many templates of a space count, at most {@value Answer#MOST_PER_PERSON} per person, among those who may be searched. One
 * writer, any number of readers; a reader during a change may see the count before or after.
 */
final class Census {
    private final Map<Owner, Integer> faces = new HashMap<>();
    /** Templates by the end of their person's searchability: those past it come first, and are few. */
    private final ConcurrentNavigableMap<Long, Integer> byEnd = new ConcurrentSkipListMap<>();

    private volatile int total;

    /** The owner has gained a face. */
    void gained(Owner owner) {
        change(owner, 1);
    }

    /** The owner has lost a face. */
    void lost(Owner owner) {
        change(owner, -1);
    }

    /** The end of the owner's searchability moves from {@code before} to {@code after}. */
    void moved(Owner owner, long before, long after) {
        int templates = counted(faces.getOrDefault(owner, 0));
        count(before, -templates);
        count(after, templates);
    }

    /** How many count at {@code now}, in epoch milliseconds. */
    int searchable(long now) {
        int past = byEnd.headMap(now, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return Math.max(0, total - past);
    }

    private void change(Owner owner, int by) {
        int before = faces.getOrDefault(owner, 0);
        int after = before + by;
        if (after == 0) {
            faces.remove(owner);
        } else {
            faces.put(owner, after);
        }
        count(owner.until(), counted(after) - counted(before));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void count(long end, int by) {
        if (by != 0) {
            total += by;
            byEnd.merge(end, by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private static int counted(int faces) {
        return Math.min(faces, Answer.MOST_PER_PERSON);
    }
}
