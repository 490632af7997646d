package dev.vigil.ingest;

import java.time.Duration;

/**
 * Thins frames to a rate by their time, not by their count, so that a camera of any rate comes out at the wanted one. Frames
 * are taken on a grid of the wanted interval, with a quarter of it as tolerance: a camera that gives exactly the wanted rate with
 * a little jitter loses nothing. For one thread and one session.
 */
final class RateLimiter {
    private final long interval;
    private long due;
    private long last = Long.MIN_VALUE;

    /** At most {@code rate} frames a second on average; infinite lets everything pass. */
    RateLimiter(double rate) {
        interval = Double.isInfinite(rate) ? 0 : Math.round(1e9 / rate);
    }

    /** Whether the frame at this time is wanted. Times before the last one begin a new grid. */
    boolean admits(Duration at) {
        long now = at.toNanos();
        boolean first = last == Long.MIN_VALUE || now < last;
        last = now;
        if (!first && now < due - interval / 4) {
            return false;
        }
        boolean behind = first || now >= due + interval;
        due = (behind ? now : due) + interval;
        return true;
    }
}
