package dev.vigil.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** How fast one thread reads memory in sequence: the best of several tries of several ways, since none may be held back by its sums. */
final class Bandwidth {
    private static final int TRIES = 5;

    private Bandwidth() {}

    /**
     * In 10^9 bytes per second.
     *
     * @param floats how many numbers to read, several times what the caches hold
     */
    static double measure(int floats) {
        float[] half = new float[floats / 2];
        float[] other = new float[floats / 2];
        Arrays.fill(half, 1);
        Arrays.fill(other, 1);
        long best = Long.MAX_VALUE;
        try (FloatPointer pointer = new FloatPointer((long) floats)) {
            for (int i = 0; i < floats; i += half.length) {
                pointer.position(i).put(half, 0, Math.min(half.length, floats - i));
            }
            pointer.position(0);
            openblas_nolapack.blas_set_num_threads(1);
            for (int i = 0; i < TRIES; i++) {
                best = Math.min(best, time(() -> sum(half) + sum(other) > 0));
                best = Math.min(best, time(() -> Arrays.equals(half, other)));
                best = Math.min(best, time(() -> openblas_nolapack.cblas_sdot(floats, pointer, 1, pointer, 1) > 0));
            }
        }
        return (double) floats * Float.BYTES / best * TimeUnit.SECONDS.toNanos(1) / 1e9;
    }

    /** A way to read all, with a result that is always true. */
    private interface Reading {
        boolean read();
    }

    private static long time(Reading reading) {
        long start = System.nanoTime();
        boolean read = reading.read();
        long took = System.nanoTime() - start;
        if (!read) {
            throw new IllegalStateException("What was read is not what was written.");
        }
        return took;
    }

    private static float sum(float[] numbers) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int i = 0; i + 4 <= numbers.length; i += 4) {
            s0 += numbers[i];
            s1 += numbers[i + 1];
            s2 += numbers[i + 2];
            s3 += numbers[i + 3];
        }
        return s0 + s1 + s2 + s3;
    }
}
