package dev.vigil.vision.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an {@code AttributeProto}. */
final class AttributeReader {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int TENSOR = 4;
    private static final int FLOATS = 6;
    private static final int INTS = 7;

    private String name = "";
    private long kind;
    private float real;
    private long whole;
    private String text = "";
    private @Nullable OnnxTensor tensor;
    private final List<Float> reals = new ArrayList<>();
    private final List<Long> wholes = new ArrayList<>();
    private long seen;

    private AttributeReader() {}

    /** Reads one and puts it by its name. */
    static void read(ProtoReader in, Map<String, OnnxAttribute> into) {
        AttributeReader reader = new AttributeReader();
        reader.fields(in);
        if (into.put(reader.name, reader.attribute()) != null) {
            throw new OnnxException("it has a node with two attributes " + Shown.quoted(reader.name));
        }
    }

    private void fields(ProtoReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.string();
                case 2 -> real = in.float32();
                case 3 -> whole = in.varint();
                case 4 -> text = latin(in.bytes());
                case 5 -> tensor = TensorReader.read(in.message()).tensor();
                case 7 -> floats(in);
                case 8 -> in.varints(wholes::add);
                case 20 -> kind = in.varint();
                default -> in.skip();
            }
            seen |= in.field() < 20 ? 1L << in.field() : 0;
        }
    }

    private void floats(ProtoReader in) {
        if (!in.isBytes()) {
            reals.add(in.float32());
            return;
        }
        ByteBuffer packed = in.bytes();
        while (packed.remaining() >= Float.BYTES) {
            reals.add(packed.getFloat());
        }
        if (packed.hasRemaining()) {
            throw new OnnxException("it has a list of floats that ends in the middle of one");
        }
    }

    private OnnxAttribute attribute() {
        return switch ((int) kindOrGuess()) {
            case FLOAT -> new OnnxAttribute.Real(real);
            case INT -> new OnnxAttribute.Whole(whole);
            case STRING -> new OnnxAttribute.Text(text);
            case TENSOR -> {
                if (tensor == null) {
                    throw new OnnxException("its attribute " + Shown.quoted(name) + " lacks its tensor");
                }
                yield new OnnxAttribute.Constant(tensor);
            }
            case FLOATS -> new OnnxAttribute.Reals(List.copyOf(reals));
            case INTS -> new OnnxAttribute.Wholes(List.copyOf(wholes));
            default -> new OnnxAttribute.Other(kind);
        };
    }

    /** The kind is missing in files of IR version 1: there it shows in what is set. */
    private long kindOrGuess() {
        if (kind != 0) {
            return kind;
        }
        int[] kinds = {FLOAT, INT, STRING, TENSOR, 0, FLOATS, INTS};
        for (int i = 0; i < kinds.length; i++) {
            if ((seen >> (i + 2) & 1) == 1) {
                return kinds[i];
            }
        }
        return 0;
    }

    private static String latin(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
}
