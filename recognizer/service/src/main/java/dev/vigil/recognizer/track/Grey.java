package dev.vigil.recognizer.track;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.Arrays;

/**
 * A very small grey picture, of a whole frame or of one face, that is only ever compared with another of the same size. Immutable.
 */
public final class Grey {
    private final byte[] pixels;

    private Grey(byte[] pixels) {
        this.pixels = pixels;
    }

    /** Copies {@code pixels}: one byte each, row by row. */
    public static Grey of(byte[] pixels) {
        return new Grey(pixels.clone());
    }

    /** Reads what {@link #json()} wrote. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Grey fromJson(Base64Bytes pixels) {
        return new Grey(pixels.toArray());
    }

    /** As the changelog keeps it. */
    @JsonValue
    Base64Bytes json() {
        return Base64Bytes.of(pixels);
    }

    /**
     * How alike two pictures are whatever their brightness and contrast: the normalised cross-correlation, in [-1, 1]. Two flat
     * pictures are alike, a flat one is unlike any other, and so is one of another size.
     */
    public double likeness(Grey other) {
        if (pixels.length != other.pixels.length || pixels.length == 0) {
            return 0;
        }
        double meanA = mean();
        double meanB = other.mean();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < pixels.length; i++) {
            double a = (pixels[i] & 0xFF) - meanA;
            double b = (other.pixels[i] & 0xFF) - meanB;
            ab += a * b;
            aa += a * a;
            bb += b * b;
        }
        double flat = 4.0 * pixels.length;
        if (aa < flat || bb < flat) {
            return aa < flat && bb < flat ? 1 : 0;
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** The mean absolute difference of brightness, in [0, 255]; 255 for another size. */
    public double difference(Grey other) {
        if (pixels.length != other.pixels.length || pixels.length == 0) {
            return 255;
        }
        long sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            sum += Math.abs((pixels[i] & 0xFF) - (other.pixels[i] & 0xFF));
        }
        return (double) sum / pixels.length;
    }

    /**
     * The largest difference at any pixel, once the difference of their means is taken off, so that a lamp that flickers is no
     * motion; in [0, 255], and 255 for another size.
     */
    double mostDifferent(Grey other) {
        if (pixels.length != other.pixels.length || pixels.length == 0) {
            return 255;
        }
        double light = mean() - other.mean();
        double most = 0;
        for (int i = 0; i < pixels.length; i++) {
            most = Math.max(most, Math.abs((pixels[i] & 0xFF) - (other.pixels[i] & 0xFF) - light));
        }
        return most;
    }

    private double mean() {
        long sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xFF;
        }
        return (double) sum / pixels.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grey g && Arrays.equals(pixels, g.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Grey[" + pixels.length + "]";
    }
}
