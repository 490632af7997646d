package dev.vigil.gallery.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Numbers, texts and times in few bytes: whole numbers seven bits a byte, texts as UTF-8 behind their length. */
final class Packed {
    private Packed() {}

    /** Collects bytes. Not thread-safe. */
    static final class Writer {
        private byte[] bytes = new byte[96];
        private int size;

        Writer octet(int value) {
            room(1);
            bytes[size++] = (byte) value;
            return this;
        }

        /** A number of 64 bits, taken as unsigned: small ones are short. */
        Writer number(long value) {
            room(10);
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
            return this;
        }

        Writer text(String value) {
            byte[] utf8 = value.getBytes(UTF_8);
            number(utf8.length);
            return raw(utf8);
        }

        Writer raw(byte[] value) {
            room(value.length);
            System.arraycopy(value, 0, bytes, size, value.length);
            size += value.length;
            return this;
        }

        Writer time(Instant value) {
            long seconds = value.getEpochSecond();
            return number(seconds << 1 ^ seconds >> 63).number(value.getNano());
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }

        private void room(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
            }
        }
    }

    static long number(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("A number has more than 64 bits.");
    }

    static String text(ByteBuffer from) {
        int length = Math.toIntExact(number(from));
        if (length > from.remaining()) {
            throw new IllegalStateException("A text is longer than what is left.");
        }
        String text = new String(from.array(), from.arrayOffset() + from.position(), length, UTF_8);
        from.position(from.position() + length);
        return text;
    }

    static Instant time(ByteBuffer from) {
        long folded = number(from);
        return Instant.ofEpochSecond(folded >>> 1 ^ -(folded & 1), number(from));
    }
}
