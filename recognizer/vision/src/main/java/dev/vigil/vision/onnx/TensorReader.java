package dev.vigil.vision.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code TensorProto}, whichever of its fields holds the numbers. */
final class TensorReader {
    private static final int MOST_DIMENSIONS = 16;
    private static final int EXTERNAL = 1;

    private final List<Long> shape = new ArrayList<>();
    private String name = "";
    private long type;
    private @Nullable ByteBuffer raw;
    private final ByteArrayOutputStream fixed = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream wholes = new ByteArrayOutputStream(0);

    /** A tensor and its name. */
    record Named(String name, OnnxTensor tensor) {}

    private TensorReader() {}

    /** Reads one. */
    static Named read(ProtoReader in) {
        TensorReader reader = new TensorReader();
        reader.fields(in);
        return new Named(reader.name, reader.tensor());
    }

    private void fields(ProtoReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> in.varints(this::dimension);
                case 2 -> type = in.varint();
                case 3 -> throw new OnnxException("it has a tensor in segments, which is not supported");
                case 4 -> floats(in);
                case 5, 7 -> in.varints(value -> put(wholes, value, Long.BYTES));
                case 8 -> name = in.string();
                case 9 -> raw = in.bytes();
                case 10 -> packed(in.bytes());
                case 14 -> location(in.varint());
                default -> in.skip();
            }
        }
    }

    private void dimension(long size) {
        shape.add(size);
        if (size < 0 || shape.size() > MOST_DIMENSIONS) {
            throw new OnnxException("it has a tensor of an impossible shape");
        }
    }

    private void floats(ProtoReader in) {
        if (in.isBytes()) {
            packed(in.bytes());
        } else {
            put(fixed, Float.floatToRawIntBits(in.float32()), Float.BYTES);
        }
    }

    private static void location(long where) {
        if (where == EXTERNAL) {
            throw new OnnxException("it keeps its weights in another file: save it as one file");
        }
    }

    private OnnxTensor tensor() {
        ElementType elements;
        try {
            elements = ElementType.of(type);
            return new OnnxTensor(elements, shape, data(elements));
        } catch (OnnxException e) {
            throw new OnnxException(e.getMessage() + " (the tensor " + Shown.quoted(name) + ")", e);
        }
    }

    private ByteBuffer data(ElementType elements) {
        if (raw != null) {
            return raw;
        }
        if (fixed.size() > 0) {
            return ByteBuffer.wrap(fixed.toByteArray());
        }
        ByteBuffer from = ByteBuffer.wrap(wholes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream narrowed = new ByteArrayOutputStream(0);
        while (from.hasRemaining()) {
            put(narrowed, from.getLong(), elements.bytes());
        }
        return ByteBuffer.wrap(narrowed.toByteArray());
    }

    private void packed(ByteBuffer numbers) {
        byte[] bytes = new byte[numbers.remaining()];
        numbers.get(bytes);
        fixed.write(bytes, 0, bytes.length);
    }

    /** Little-endian, the lowest bytes of the value. */
    private static void put(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }
}
