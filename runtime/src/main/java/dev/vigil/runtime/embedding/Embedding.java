package dev.vigil.runtime.embedding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * A network's output vector: float32, L2-normalised, immutable, safe to share between threads. The cosine of two embeddings is
 * their dot product. In JSON it is the base64 of its numbers as little-endian float32. {@link #toString()} never shows the
 * numbers: an embedding is biometric data.
 */
public final class Embedding {
    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /**
     * Normalises a copy of {@code values} to length 1.
     *
     * @throws IllegalArgumentException if it is empty, has a number that is not finite, or has length zero
     */
    public static Embedding normalised(float[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("An embedding needs at least one number.");
        }
        double sum = 0;
        for (float v : values) {
            if (!Float.isFinite(v)) {
                throw new IllegalArgumentException("An embedding has a number that is not finite.");
            }
            sum += (double) v * v;
        }
        if (sum < 1e-24) {
            throw new IllegalArgumentException("An embedding has length zero.");
        }
        double scale = 1 / Math.sqrt(sum);
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] * scale);
        }
        return new Embedding(unit);
    }

    /**
     * Copies numbers that {@link #normalised} once made, and changes none of them.
     *
     * @throws IllegalArgumentException if their length is not 1, up to rounding
     */
    public static Embedding ofNormalised(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += (double) v * v;
        }
        if (!(Math.abs(sum - 1) < 1e-5)) {
            throw new IllegalArgumentException("The numbers of an embedding are not of length 1.");
        }
        return new Embedding(values.clone());
    }

    /**
     * Reads the base64 of little-endian float32 numbers and normalises them.
     *
     * @throws IllegalArgumentException if it is no base64, not a whole count of floats, or as in {@link #normalised}
     */
    @JsonCreator
    public static Embedding fromBase64(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("An embedding is not a whole count of float32 numbers.");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return normalised(values);
    }

    /** The base64 of the numbers as little-endian float32. */
    @JsonValue
    public String toBase64() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** How many numbers it has. */
    public int dimension() {
        return values.length;
    }

    /** The number at {@code index}, in [-1, 1]. */
    public float at(int index) {
        return values[index];
    }

    /** A copy of the numbers. */
    public float[] toArray() {
        return values.clone();
    }

    /** Copies the numbers into {@code target} from {@code offset} on. */
    public void copyTo(float[] target, int offset) {
        System.arraycopy(values, 0, target, offset, values.length);
    }

    /**
     * The cosine with another embedding, in [-1, 1] up to rounding.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public float cosine(Embedding other) {
        if (other.values.length != values.length) {
            throw new IllegalArgumentException(
                    "Embeddings of " + values.length + " and " + other.values.length + " numbers can't be compared.");
        }
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding e && Arrays.equals(values, e.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
