package dev.vigil.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long calls took. By one thread. */
final class Timings {
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private long[] nanos = new long[64];
    private int count;
    private long sum;

    void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
        sum += took;
    }

    void addAll(Timings others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** All together. */
    double seconds() {
        return sum / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** The smallest time that {@code share} of the calls did not exceed, in milliseconds; of few calls the 99 % are the worst. */
    double ms(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / NANOS;
    }
}
