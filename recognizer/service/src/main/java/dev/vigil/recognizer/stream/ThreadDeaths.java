package dev.vigil.recognizer.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the threads of an application that died of a failure: a few in ten minutes are replaced. Thread-safe. */
final class ThreadDeaths {
    /** So many are replaced in {@link #WINDOW}. */
    static final int MOST_REPLACED = 3;

    static final Duration WINDOW = Duration.ofMinutes(10);

    private final Deque<Instant> deaths = new ArrayDeque<>();

    /**
     * One more.
     *
     * @return which one of {@link #WINDOW} it is, where another thread may take its place; 0 where none may: too many have died, or the
     *     JVM itself is not to be trusted any more
     */
    synchronized int died(Throwable cause, Instant now) {
        deaths.addLast(now);
        while (deaths.getFirst().plus(WINDOW).isBefore(now)) {
            deaths.removeFirst();
        }
        return deaths.size() <= MOST_REPLACED && cause instanceof Exception ? deaths.size() : 0;
    }
}
