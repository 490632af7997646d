package dev.vigil.gallery.limit;

/** A token bucket: so many a second, twice as many at once after a rest. Thread-safe. */
final class TokenBucket {
    private static final double BURST_SECONDS = 2;

    private final double perSecond;
    private double tokens;
    private long filledAt;

    /**
     * A full one.
     *
     * @param now nanoseconds of a clock that never goes back
     */
    TokenBucket(int perSecond, long now) {
        this.perSecond = perSecond;
        this.tokens = perSecond * BURST_SECONDS;
        this.filledAt = now;
    }

    /** Takes a token: 0 where there was one, else the seconds until there is. */
    synchronized double take(long now) {
        fill(now);
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return (1 - tokens) / perSecond;
    }

    /** Whether it is as a new one would be. */
    synchronized boolean isFull(long now) {
        fill(now);
        return tokens >= perSecond * BURST_SECONDS;
    }

    private void fill(long now) {
        long nanos = now - filledAt; // right even where the clock runs over
        if (nanos > 0) {
            tokens = Math.min(perSecond * BURST_SECONDS, tokens + nanos / 1e9 * perSecond);
            filledAt = now;
        }
    }
}
