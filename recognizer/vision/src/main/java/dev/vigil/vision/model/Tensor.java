package dev.vigil.vision.model;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** What a network gives: float32 numbers with a shape, row-major, on the heap. Its shape never changes; owned by the caller. */
public final class Tensor {
    private final long[] shape;
    private final float[] values;

    /**
     * Takes both arrays over without copying.
     *
     * @throws IllegalArgumentException if the shape does not hold exactly as many numbers as there are
     */
    Tensor(long[] shape, float[] values) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "The shape " + Arrays.toString(shape) + " does not hold " + values.length + " numbers.");
        }
        this.shape = shape;
        this.values = values;
    }

    /**
     * A tensor of copies, for tests and fakes.
     *
     * @throws IllegalArgumentException if the shape does not hold exactly as many numbers as there are
     */
    public static Tensor of(long[] shape, float... values) {
        return new Tensor(shape.clone(), values.clone());
    }

    /** A copy of the shape, slowest dimension first. */
    public long[] shape() {
        return shape.clone();
    }

    /** The size of one dimension. */
    public int size(int dimension) {
        return Math.toIntExact(shape[dimension]);
    }

    /** The numbers, row-major, position 0; a new view of the same heap array at each call. */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
