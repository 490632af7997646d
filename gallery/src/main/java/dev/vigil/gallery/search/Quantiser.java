package dev.vigil.gallery.search;

/**
 * Makes a compact row of an embedding: a code of one byte for each number, a scale, and how far off that is. {@link #bytes()}·scale is
 * the compact embedding; its Euclidean distance from the exact one is at most {@link #error()}. Not thread-safe: it is used again and
 * again.
 *
 * <p>It is half of what an enrolment costs here, so its loops are made of what the compiler does well: no minimum of floats, whose
 * NaN cost Java dearly, and sums in four parts that don't wait for each other.
 */
final class Quantiser {
    /** Rounding moves a block of 32 by at most 0.5·√32 = 2.83. */
    private static final double MOST_BLOCK_NORM = Layout.MOST_BLOCK_NORM - 3;

    private static final int MOST_CODE = 127;
    private static final int MOST_SQUARE = Layout.MOST_BLOCK_NORM * Layout.MOST_BLOCK_NORM;
    /** What the arithmetic of the error itself may be off, in double precision, and then some. */
    private static final double ROUNDED_UP = 1 + 1e-6;
    /** 1.5·2²³: a float of this size has no fraction, so that adding it rounds a small number to the nearest whole one. */
    private static final float WHOLE = 0x1.8p23f;

    private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);
    private static final int NO_SIGN = 0x7FFFFFFF;

    private final byte[] bytes;
    private float scale;
    private float error;
    /** Of {@link #round}: the largest square of a block's norm. */
    private int largestSquare;

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

    /** Takes an embedding of this dimension, which has a number that is not zero, and none that is not finite. */
    void take(float[] embedding) {
        scale = (float) Math.max(largest(embedding) / MOST_CODE, largestBlockNorm(embedding) / MOST_BLOCK_NORM);
        double squaredDistance = round(embedding);
        while (largestSquare > MOST_SQUARE) {
            scale = Math.nextUp(scale * 1.01f);
            squaredDistance = round(embedding);
        }
        error = Math.nextUp((float) (Math.sqrt(squaredDistance) * ROUNDED_UP));
    }

    /** Makes the codes; returns the square of their distance. */
    private double round(float[] embedding) {
        float codesPerUnit = 1 / scale;
        largestSquare = 0;
        double distance = 0;
        for (int from = 0; from < bytes.length; from += Layout.BLOCK) {
            distance += round(embedding, from, Math.min(bytes.length, from + Layout.BLOCK), codesPerUnit);
        }
        return distance;
    }

    private double round(float[] embedding, int from, int to, float codesPerUnit) {
        double d0 = 0;
        double d1 = 0;
        double d2 = 0;
        double d3 = 0;
        int square = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            int c0 = code(embedding[i] * codesPerUnit);
            int c1 = code(embedding[i + 1] * codesPerUnit);
            int c2 = code(embedding[i + 2] * codesPerUnit);
            int c3 = code(embedding[i + 3] * codesPerUnit);
            bytes[i] = (byte) c0;
            bytes[i + 1] = (byte) c1;
            bytes[i + 2] = (byte) c2;
            bytes[i + 3] = (byte) c3;
            square += c0 * c0 + c1 * c1 + (c2 * c2 + c3 * c3);
            d0 += squaredDistance(embedding[i], c0);
            d1 += squaredDistance(embedding[i + 1], c1);
            d2 += squaredDistance(embedding[i + 2], c2);
            d3 += squaredDistance(embedding[i + 3], c3);
        }
        for (; i < to; i++) {
            int c = code(embedding[i] * codesPerUnit);
            bytes[i] = (byte) c;
            square += c * c;
            d0 += squaredDistance(embedding[i], c);
        }
        largestSquare = Math.max(largestSquare, square);
        return d0 + d1 + (d2 + d3);
    }

    /** The nearest whole number in [-127, 127]. */
    private static int code(float exact) {
        int nearest = Float.floatToRawIntBits(exact + WHOLE) - WHOLE_BITS;
        return Math.max(-MOST_CODE, Math.min(MOST_CODE, nearest));
    }

    private double squaredDistance(float exact, int code) {
        double off = exact - (double) scale * code;
        return off * off;
    }

    private static double largest(float[] embedding) {
        int largest = 0;
        for (float value : embedding) {
            largest = Math.max(largest, Float.floatToRawIntBits(value) & NO_SIGN);
        }
        return Float.intBitsToFloat(largest);
    }

    private static double largestBlockNorm(float[] embedding) {
        float largest = 0;
        for (int from = 0; from < embedding.length; from += Layout.BLOCK) {
            float square = squaredNorm(embedding, from, Math.min(embedding.length, from + Layout.BLOCK));
            largest = square > largest ? square : largest;
        }
        return Math.sqrt(largest);
    }

    private static float squaredNorm(float[] embedding, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            s0 += embedding[i] * embedding[i];
            s1 += embedding[i + 1] * embedding[i + 1];
            s2 += embedding[i + 2] * embedding[i + 2];
            s3 += embedding[i + 3] * embedding[i + 3];
        }
        for (; i < to; i++) {
            s0 += embedding[i] * embedding[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
