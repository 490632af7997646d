package dev.vigil.gallery.search;

import org.jspecify.annotations.Nullable;

/** The compact rows of 64 faces, and whose they are. A row is written once, before a state with it is published. */
final class Tile {
    /** {@code int8[dimension, 64]} as {@link Layout} says, whole blocks. */
    final byte[] codes;

    final float[] scales = new float[Layout.ROWS];
    final float[] errors = new float[Layout.ROWS];
    final @Nullable Owner[] owners = new Owner[Layout.ROWS];
    /** Two for each face that has a packed id. */
    private final long[] ids = new long[2 * Layout.ROWS];
    /** Of the faces that have another id; null where all are packed. */
    private volatile @Nullable String @Nullable [] names;

    Tile(int dimension) {
        codes = new byte[Layout.bytes(dimension)];
    }

    Owner owner(int row) {
        Owner owner = owners[row];
        if (owner == null) {
            throw new IllegalStateException("A row without an owner was read.");
        }
        return owner;
    }

    void id(int row, String face) {
        PackedId packed = PackedId.parse(face);
        if (packed != null && !packed.dashed()) {
            ids[2 * row] = packed.high();
            ids[2 * row + 1] = packed.low();
        } else {
            @Nullable String[] held = names;
            @Nullable String[] all = held == null ? new String[Layout.ROWS] : held.clone();
            all[row] = face;
            names = all;
        }
    }

    String id(int row) {
        @Nullable String[] all = names;
        String name = all == null ? null : all[row];
        return name == null ? new PackedId(ids[2 * row], ids[2 * row + 1], false).toString() : name;
    }
}
