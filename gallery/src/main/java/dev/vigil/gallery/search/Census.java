package dev.vigil.gallery.search;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How many templates of a space count, at most {@value Answer#MOST_PER_PERSON} per person, among those who may be searched. One
 * writer, any number of readers; a reader during a change may see the count before or after.
 */
final class Census {
    /** Templates by the end of their person's searchability: those past it come first, and are few. */
    private final ConcurrentNavigableMap<Long, Integer> byEnd = new ConcurrentSkipListMap<>();

    private volatile int total;

    /** A person who is searched until {@code end} has {@code after} faces now instead of {@code before}. */
    void changed(long end, int before, int after) {
        count(end, counted(after) - counted(before));
    }

    /** The end of the searchability of a person with {@code faces} faces moves. */
    void moved(long before, long after, int faces) {
        count(before, -counted(faces));
        count(after, counted(faces));
    }

    /** How many count at {@code now}, in epoch milliseconds. */
    int searchable(long now) {
        int past = byEnd.headMap(now, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return Math.max(0, total - past);
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
