package dev.vigil.gallery.search;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;

/**
 * A tile in a snapshot: which rows are there ({@code int64}), the codes as they lie in memory (whole blocks of {@code int8[dimension, 64]}), scales and
 * errors ({@code float32[64]} each, little-endian), then the person's and the face's id of each row that is there. What is removed is
 * zero.
 */
final class TileBytes {
    private static final byte HEX = 1;
    private static final byte UUID = 2;
    private static final byte TEXT = 3;
    /** Bytes of what is there, scales and errors. */
    private static final int BESIDE = Long.BYTES + Layout.ROWS * 2 * Float.BYTES;

    private TileBytes() {}

    /** Of all but the ids. */
    static int length(int dimension) {
        return BESIDE + Layout.bytes(dimension);
    }

    /** Writes a tile by way of {@code space}, which is of that length. */
    static void write(Tile tile, int rows, long removed, byte[] space, DataOutputStream out) throws IOException {
        long present = (rows == Layout.ROWS ? -1 : (1L << rows) - 1) & ~removed;
        ByteBuffer buffer = ByteBuffer.wrap(space).order(ByteOrder.LITTLE_ENDIAN);
        int length = space.length - BESIDE;
        buffer.putLong(present).put(tile.codes, tile.at, length);
        if (present != -1) {
            keepOnly(present, space, Long.BYTES, length);
        }
        for (int row = 0; row < Layout.ROWS; row++) {
            buffer.putFloat((present & 1L << row) == 0 ? 0 : tile.scales[row]);
        }
        for (int row = 0; row < Layout.ROWS; row++) {
            buffer.putFloat((present & 1L << row) == 0 ? 0 : tile.errors[row]);
        }
        out.write(space);
        for (long left = present; left != 0; left &= left - 1) {
            int row = Long.numberOfTrailingZeros(left);
            writeId(tile.owner(row).id(), out);
            writeId(tile.id(row), out);
        }
    }

    private static void keepOnly(long present, byte[] codes, int from, int length) {
        byte[] mask = new byte[Layout.ROWS];
        for (long left = present; left != 0; left &= left - 1) {
            mask[Layout.position(Long.numberOfTrailingZeros(left))] = -1;
        }
        for (int i = 0; i < length; i++) {
            codes[from + i] &= mask[i % Layout.ROWS];
        }
    }

    private static void writeId(String id, DataOutputStream out) throws IOException {
        PackedId packed = PackedId.parse(id);
        if (packed == null) {
            out.writeByte(TEXT);
            out.writeUTF(id);
        } else {
            out.writeByte(packed.dashed() ? UUID : HEX);
            out.writeLong(packed.high());
            out.writeLong(packed.low());
        }
    }

    /** Reads a tile, its owners found by {@code owners}; returns which rows are there. */
    static long read(DataInputStream in, byte[] space, Tile tile, Function<String, Owner> owners) throws IOException {
        in.readFully(space);
        ByteBuffer buffer = ByteBuffer.wrap(space).order(ByteOrder.LITTLE_ENDIAN);
        long present = buffer.getLong();
        buffer.get(tile.codes, tile.at, space.length - BESIDE);
        for (int row = 0; row < Layout.ROWS; row++) {
            tile.scales[row] = buffer.getFloat();
        }
        for (int row = 0; row < Layout.ROWS; row++) {
            tile.errors[row] = buffer.getFloat();
        }
        for (long left = present; left != 0; left &= left - 1) {
            int row = Long.numberOfTrailingZeros(left);
            tile.owners[row] = owners.apply(readId(in));
            tile.id(row, readId(in));
        }
        return present;
    }

    private static String readId(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case TEXT -> in.readUTF();
            case UUID, HEX -> new PackedId(in.readLong(), in.readLong(), kind == UUID).toString();
            default -> throw new IOException("An id of the snapshot is damaged.");
        };
    }
}
