package dev.vigil.ingest;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The pauses before a lost camera is tried again: they double, and half of each is left to chance ("equal jitter"), so that the
 * cameras of a switch that came back don't all knock at once. For one thread.
 */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final long leastNanos;
    private final long mostNanos;
    private final DoubleSupplier chance;
    private int failures;

    /**
     * Pauses in [{@code least}, {@code most}].
     *
     * @param chance gives numbers in [0, 1)
     */
    Backoff(Duration least, Duration most, DoubleSupplier chance) {
        this.leastNanos = least.toNanos();
        this.mostNanos = most.toNanos();
        this.chance = chance;
    }

    /** The next pause. */
    Duration next() {
        double bound = Math.min((double) mostNanos, leastNanos * Math.pow(2, Math.min(++failures, MAX_DOUBLINGS)));
        long pause = Math.round(bound / 2 + bound / 2 * chance.getAsDouble());
        return Duration.ofNanos(Math.max(leastNanos, Math.min(mostNanos, pause)));
    }

    /** The camera was well for a while: the next pause is a short one again. */
    void reset() {
        failures = 0;
    }
}
