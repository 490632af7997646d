package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One face as it is kept beside its compact row: the numbers as they came and the caller's details. Used again and again, by one
 * thread. As bytes: the numbers as little-endian float32, one byte that counts the details from 1 on (so that what is erased is no
 * row), and room for {@value SearchEngine#MOST_DETAIL_BYTES} of them.
 */
final class ExactRow {
    private static final byte[] NONE = {};

    private final float[] values;
    private final byte[] details = new byte[SearchEngine.MOST_DETAIL_BYTES];
    private int detailCount;
    private final ByteBuffer bytes;
    /** The numbers within {@link #bytes}. */
    private final FloatBuffer numbers;

    ExactRow(int dimension) {
        values = new float[dimension];
        bytes = ByteBuffer.allocate(length(dimension)).order(ByteOrder.LITTLE_ENDIAN);
        numbers = bytes.asFloatBuffer();
    }

    /** How many bytes a row has. */
    static int length(int dimension) {
        return Math.addExact(Math.multiplyExact(dimension, Float.BYTES), 1 + SearchEngine.MOST_DETAIL_BYTES);
    }

    void set(Embedding embedding, Base64Bytes given) {
        embedding.copyTo(values, 0);
        byte[] kept = given.toArray();
        set(kept, kept.length);
    }

    void set(byte[] given, int count) {
        System.arraycopy(given, 0, details, 0, count);
        Arrays.fill(details, count, details.length, (byte) 0);
        detailCount = count;
    }

    /** The numbers, to be read, or written by a store. */
    float[] values() {
        return values;
    }

    byte[] details() {
        return detailCount == 0 ? NONE : Arrays.copyOf(details, detailCount);
    }

    /** The row as bytes, to be read from the first to the last. */
    ByteBuffer toBytes() {
        numbers.clear().put(values);
        bytes.clear().position(values.length * Float.BYTES);
        bytes.put((byte) (detailCount + 1)).put(details);
        return bytes.flip();
    }

    /** Where to write a row's bytes, before {@link #readBytes()}. */
    ByteBuffer emptyBytes() {
        return bytes.clear();
    }

    /** Takes the row from the bytes; false where they are none. */
    boolean readBytes() {
        numbers.clear().get(values);
        bytes.clear().position(values.length * Float.BYTES);
        detailCount = bytes.get() - 1;
        bytes.get(details);
        return detailCount >= 0 && detailCount <= details.length;
    }

    Embedding embedding() {
        return Embedding.ofNormalised(values);
    }
}
