package dev.vigil.vision.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A constant of a graph: numbers with a shape, row-major, little-endian. Immutable; a view into the file's bytes. */
public final class OnnxTensor {
    private final ElementType type;
    private final List<Long> shape;
    private final ByteBuffer data;

    /**
     * Over the bytes between position and limit.
     *
     * @throws OnnxException if the shape does not hold exactly that many bytes
     */
    public OnnxTensor(ElementType type, List<Long> shape, ByteBuffer data) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.data = data.slice().asReadOnlyBuffer();
        if (bytes(this.shape, type) != this.data.remaining()) {
            throw new OnnxException("it has a tensor of shape " + shape + " with " + this.data.remaining()
                    + " bytes of " + type + ", which do not belong together");
        }
    }

    /** One-dimensional integers. */
    public static OnnxTensor ofIntegers(List<Long> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return new OnnxTensor(ElementType.INT64, List.of((long) values.size()), bytes.flip());
    }

    /** Floats of any shape. */
    public static OnnxTensor ofFloats(List<Long> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return new OnnxTensor(ElementType.FLOAT, shape, bytes.flip());
    }

    /** What the numbers are. */
    public ElementType type() {
        return type;
    }

    /** Slowest dimension first; empty for a single number. */
    public List<Long> shape() {
        return shape;
    }

    /** How many numbers there are. */
    public int count() {
        return data.remaining() / type.bytes();
    }

    /** The bytes, little-endian, read-only, at position 0; a new view at each call. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same numbers in another shape of the same size. */
    public OnnxTensor reshaped(List<Long> other) {
        return new OnnxTensor(type, other, data);
    }

    /**
     * The numbers as integers.
     *
     * @throws OnnxException if they are none
     */
    public List<Long> integers() {
        ByteBuffer in = data();
        List<Long> values = new ArrayList<>(count());
        while (in.hasRemaining()) {
            values.add(
                    switch (type) {
                        case INT64 -> in.getLong();
                        case INT32 -> (long) in.getInt();
                        case INT8 -> (long) in.get();
                        case UINT8, BOOL -> (long) (in.get() & 0xff);
                        default -> throw new OnnxException("it has " + type + " where integers belong");
                    });
        }
        return values;
    }

    /**
     * The numbers as floats.
     *
     * @throws OnnxException if they are none
     */
    public List<Float> floats() {
        ByteBuffer in = data();
        List<Float> values = new ArrayList<>(count());
        while (in.hasRemaining()) {
            values.add(
                    switch (type) {
                        case FLOAT -> in.getFloat();
                        case DOUBLE -> (float) in.getDouble();
                        default -> throw new OnnxException("it has " + type + " where floats belong");
                    });
        }
        return values;
    }

    /**
     * The only number, as a float.
     *
     * @throws OnnxException if there are none, or several
     */
    public float real() {
        if (count() != 1) {
            throw new OnnxException("it has " + count() + " numbers where one belongs");
        }
        return floats().get(0);
    }

    /** How many bytes the shape needs; -1 where that is absurd. */
    static long bytes(List<Long> shape, ElementType type) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0 || (size > 0 && bytes > Integer.MAX_VALUE / size)) {
                return -1;
            }
            bytes *= size;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return type + shape.toString();
    }
}
