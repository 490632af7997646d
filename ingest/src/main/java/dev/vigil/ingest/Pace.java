package dev.vigil.ingest;

import java.time.Duration;

/** How fast a session is played: as fast as it can be read, or a file at its own speed. For one thread and one session. */
final class Pace {
    /** As fast as it can be read. */
    static final Pace UNBOUND = new Pace(Long.MIN_VALUE);

    private final long begin;

    private Pace(long begin) {
        this.begin = begin;
    }

    /** At the file's own speed, from now on. */
    static Pace ownSpeed() {
        return new Pace(System.nanoTime());
    }

    /** How long the frame of this time must still wait; zero where it is due or late. */
    Duration untilDue(Duration at) {
        if (this == UNBOUND) {
            return Duration.ZERO;
        }
        long wait = at.toNanos() - (System.nanoTime() - begin);
        return wait <= 0 ? Duration.ZERO : Duration.ofNanos(wait);
    }
}
