package dev.vigil.gallery.search;

/**
 * Makes a compact row of an embedding: a code of one byte for each number, a scale, and how far off that is. {@link #bytes()}·scale is
 * the compact embedding; its Euclidean distance from the exact one is at most {@link #error()}. Not thread-safe: it is used again and
 * again.
 */
final class Quantiser {
    /** Rounding moves a block of 32 by at most 0.5·√32 = 2.83. */
    private static final double MOST_BLOCK_NORM = Layout.MOST_BLOCK_NORM - 3;

    private static final int MOST_CODE = 127;
    private static final double MOST_SQUARE = (double) Layout.MOST_BLOCK_NORM * Layout.MOST_BLOCK_NORM;
    /** What the arithmetic of the error itself may be off, in double precision, and then some. */
    private static final double ROUNDED_UP = 1 + 1e-6;

    private final byte[] bytes;
    private float scale;
    private float error;

    Quantiser(int dimension) {
        bytes = new byte[dimension];
    }

    /** Of the embedding last given, in [-127, 127], no block's norm above {@link Layout#MOST_BLOCK_NORM}. Used again by the next. */
    byte[] bytes() {
        return bytes;
    }

    /** What a code of 1 stands for. */
    float scale() {
        return scale;
    }

    /** At least ‖embedding − scale·codes‖. */
    float error() {
        return error;
    }

    /** Takes an embedding of this dimension, which has a number that is not zero. */
    void take(float[] embedding) {
        scale = (float) Math.max(largest(embedding) / MOST_CODE, largestBlockNorm(embedding) / MOST_BLOCK_NORM);
        round(embedding);
        while (!blocksFit()) {
            scale = Math.nextUp(scale * 1.01f);
            round(embedding);
        }
        error = Math.nextUp((float) (Math.sqrt(squaredDistance(embedding)) * ROUNDED_UP));
    }

    private void round(float[] embedding) {
        float codesPerUnit = 1 / scale;
        for (int i = 0; i < bytes.length; i++) {
            float code = embedding[i] * codesPerUnit;
            bytes[i] = (byte) (int) Math.max(-MOST_CODE, Math.min(MOST_CODE, code + Math.copySign(0.5f, code)));
        }
    }

    private static double largest(float[] embedding) {
        float largest = 0;
        for (float value : embedding) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double largestBlockNorm(float[] embedding) {
        double largest = 0;
        for (int from = 0; from < embedding.length; from += Layout.BLOCK) {
            int to = Math.min(embedding.length, from + Layout.BLOCK);
            float even = 0;
            float odd = 0;
            int i = from;
            for (; i + 1 < to; i += 2) {
                even += embedding[i] * embedding[i];
                odd += embedding[i + 1] * embedding[i + 1];
            }
            if (i < to) {
                even += embedding[i] * embedding[i];
            }
            largest = Math.max(largest, (double) even + odd);
        }
        return Math.sqrt(largest);
    }

    private boolean blocksFit() {
        for (int from = 0; from < bytes.length; from += Layout.BLOCK) {
            int to = Math.min(bytes.length, from + Layout.BLOCK);
            int square = 0;
            for (int i = from; i < to; i++) {
                square += bytes[i] * bytes[i];
            }
            if (square > MOST_SQUARE) {
                return false;
            }
        }
        return true;
    }

    private double squaredDistance(float[] embedding) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < bytes.length; i += 2) {
            double a = embedding[i] - (double) scale * bytes[i];
            double b = embedding[i + 1] - (double) scale * bytes[i + 1];
            even += a * a;
            odd += b * b;
        }
        if (i < bytes.length) {
            double last = embedding[i] - (double) scale * bytes[i];
            even += last * last;
        }
        return even + odd;
    }
}
