package dev.vigil.gallery.search;

import org.jspecify.annotations.Nullable;

/** The compact rows of 64 faces, and whose they are. A row is written once, before a state with it is published. */
final class Tile {
    /**
     * Of so many bytes at least is an array that several tiles share: more than a thread's allocation buffer, and than a request may
     * hold, so that the collector may be told ({@code -XX:PretenureSizeThreshold}) to put such an array where it stays. Else it would
     * copy each tile twice, and searches would stand still meanwhile.
     */
    static final int SLAB_BYTES = 1 << 20;

    /** Of this tile and its neighbours; this one's begin at {@link #at}, {@code int8[dimension, 64]} as {@link Layout} says, whole blocks. */
    final byte[] codes;

    final int at;

    final float[] scales = new float[Layout.ROWS];
    final float[] errors = new float[Layout.ROWS];
    final @Nullable Owner[] owners = new Owner[Layout.ROWS];
    /** Two for each face that has a packed id. */
    private final long[] ids = new long[2 * Layout.ROWS];
    /** Of the faces that have another id; null where all are packed. */
    private volatile @Nullable String @Nullable [] names;

    private Tile(byte[] codes, int at) {
        this.codes = codes;
        this.at = at;
    }

    /**
     * The next tile of a chunk: behind the one before, or at the beginning of an array for some more.
     *
     * @param before the one before; null for the first
     * @param left how many the chunk may still get, this one included
     */
    static Tile after(@Nullable Tile before, int dimension, int left) {
        int bytes = Layout.bytes(dimension);
        if (before != null && before.at + 2 * bytes <= before.codes.length) {
            return new Tile(before.codes, before.at + bytes);
        }
        int most = Math.max(1, (SLAB_BYTES + bytes - 1) / bytes);
        return new Tile(new byte[Math.multiplyExact(bytes, Math.min(left, most))], 0);
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
