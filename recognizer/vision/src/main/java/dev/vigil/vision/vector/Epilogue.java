package dev.vigil.vision.vector;

import java.util.Arrays;

/**
 * What is done to a convolution's sums before they are written: {@code v = sum + bias}, plus the residual where there is one, then
 * {@code v < 0 ? slope · v : v}, which is no activation for a slope of 1, ReLU for 0 and PReLU between. A NaN stays a NaN; −∞ becomes
 * one under ReLU. One number for each channel. Immutable.
 */
final class Epilogue {
    private final float[] bias;
    private final float[] slope;

    private Epilogue(float[] bias, float[] slope) {
        this.bias = bias;
        this.slope = slope;
    }

    /** Only the bias. */
    static Epilogue of(float[] bias) {
        float[] ones = new float[bias.length];
        Arrays.fill(ones, 1);
        return new Epilogue(bias.clone(), ones);
    }

    /** The same with an activation; {@code slopes} has one number for each channel, or one for all. */
    Epilogue activated(float[] slopes) {
        float[] each = new float[bias.length];
        for (int c = 0; c < each.length; c++) {
            each[c] = slopes[slopes.length == 1 ? 0 : c];
        }
        return new Epilogue(bias, each);
    }

    int channels() {
        return bias.length;
    }

    /** What becomes of a sum of zero: the channel's only number where all of its weights are zero. */
    float constant(int channel) {
        return bias[channel] < 0 ? bias[channel] * slope[channel] : bias[channel];
    }

    /** The same for some of the channels only. */
    Epilogue of(int... channels) {
        return new Epilogue(Filter.picked(bias, channels, 1), Filter.picked(slope, channels, 1));
    }

    /** The same with that much more bias. */
    Epilogue shifted(float[] by) {
        float[] sums = bias.clone();
        for (int c = 0; c < sums.length; c++) {
            sums[c] += by[c];
        }
        return new Epilogue(sums, slope);
    }

    /** A copy, filled up with zeros to whole vectors. */
    float[] bias(int lanes) {
        return Arrays.copyOf(bias, Geometry.whole(bias.length, lanes));
    }

    /** A copy, filled up with zeros to whole vectors. */
    float[] slope(int lanes) {
        return Arrays.copyOf(slope, Geometry.whole(slope.length, lanes));
    }
}
