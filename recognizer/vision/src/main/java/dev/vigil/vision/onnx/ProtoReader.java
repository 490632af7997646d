package dev.vigil.vision.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one protocol buffer message (the wire format of protobuf.dev/programming-guides/encoding) in place:
 * a nested message is a reader over a slice, so that nothing is allocated by what a file merely claims. Not thread-safe.
 */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 10;

    private final ByteBuffer in;
    private int field;
    private int wire;

    /** Over the bytes between position and limit, which stay untouched. */
    ProtoReader(ByteBuffer bytes) {
        this.in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end of the message. The field's value must then be read or skipped. */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = rawVarint();
        wire = (int) (tag & 7);
        long number = tag >>> 3;
        if (number < 1 || number > 536_870_911) {
            throw new OnnxException("it has a field with the impossible number " + number);
        }
        field = (int) number;
        return true;
    }

    /** The current field's number. */
    int field() {
        return field;
    }

    /** Whether the current field is length-delimited, as packed numbers are. */
    boolean isBytes() {
        return wire == BYTES;
    }

    /** The current field as an integer. */
    long varint() {
        expect(VARINT);
        return rawVarint();
    }

    /** The current field as a float. */
    float float32() {
        expect(FIXED32);
        need(Float.BYTES);
        return in.getFloat();
    }

    /** The current field's bytes: a slice of the file, little-endian. */
    ByteBuffer bytes() {
        expect(BYTES);
        long length = rawVarint();
        if (length < 0 || length > in.remaining()) {
            throw new OnnxException("it ends in the middle: a field of " + Long.toUnsignedString(length)
                    + " bytes has only " + in.remaining() + " left");
        }
        ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return slice;
    }

    /** The current field as UTF-8. */
    String string() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw new OnnxException("it has a name that is no UTF-8", e);
        }
    }

    /** The current field as a message of its own. */
    ProtoReader message() {
        return new ProtoReader(bytes());
    }

    /** Over packed numbers: all of them as varints, each given to {@code sink}. */
    void varints(java.util.function.LongConsumer sink) {
        if (!isBytes()) {
            sink.accept(varint());
            return;
        }
        ProtoReader packed = message();
        while (packed.in.hasRemaining()) {
            sink.accept(packed.rawVarint());
        }
    }

    /** Passes over the current field. */
    void skip() {
        switch (wire) {
            case VARINT -> rawVarint();
            case FIXED64 -> {
                need(Long.BYTES);
                in.position(in.position() + Long.BYTES);
            }
            case BYTES -> bytes();
            case FIXED32 -> {
                need(Float.BYTES);
                in.position(in.position() + Float.BYTES);
            }
            default -> throw new OnnxException("it has a field of the unknown wire type " + wire);
        }
    }

    private long rawVarint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            need(1);
            byte b = in.get();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw new OnnxException("it has an integer of more than " + LONGEST_VARINT + " bytes");
    }

    private void expect(int type) {
        if (wire != type) {
            throw new OnnxException(
                    "its field " + field + " has the wire type " + wire + " where " + type + " belongs");
        }
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw new OnnxException("it ends in the middle of a field");
        }
    }
}
