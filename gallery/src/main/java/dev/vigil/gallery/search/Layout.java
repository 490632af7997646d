package dev.vigil.gallery.search;

/**
 * How the compact rows of a tile lie in memory.
 *
 * <p>A tile holds {@value #ROWS} rows, interleaved: for every dimension a line of {@value #ROWS} bytes, one of each row, so that one
 * number of a probe meets all of them at once. Within a line, the bytes are seen in pairs as shorts (little-endian), whose upper byte is
 * signed and whose lower one is the code plus {@value #BIAS}, so that a short is {@code 256 * upper + lower + 128} exactly. Row {@code
 * r} lies at byte {@code 4 * (r % 16) + r / 16} of the line: sums that are widened from shorts to ints, lower and upper halves apart,
 * then come out in the order of the rows.
 *
 * <p>Products are added up in shorts over blocks of {@value #BLOCK} dimensions. A block of codes has a Euclidean norm of at most
 * {@value #MOST_BLOCK_NORM}, a row's as well as a probe's; by Cauchy–Schwarz the sum of a block is then at most 181² = 32,761 and fits.
 * What the bias and the upper bytes add on the way wraps around, and is taken off again: sums modulo 2¹⁶ are exact.
 */
final class Layout {
    /** Rows in a tile: as many as there are bits in a long. */
    static final int ROWS = 64;
    /** Dimensions whose products are added up in shorts. */
    static final int BLOCK = 32;
    /** The largest norm of the codes of one block. */
    static final int MOST_BLOCK_NORM = 181;
    /** Added to every second code. */
    static final int BIAS = 128;

    private Layout() {}

    /** Where row {@code row} lies in a line. */
    static int position(int row) {
        return (row & 15) << 2 | row >> 4;
    }

    /** Whether the codes of row {@code row} lie there with the bias. */
    static boolean biased(int row) {
        return (row >> 4 & 1) == 0;
    }

    /** How many blocks a row of {@code dimension} numbers has; the last is filled up with zeros. */
    static int blocks(int dimension) {
        return (dimension + BLOCK - 1) / BLOCK;
    }

    /** How many bytes a tile has. */
    static int bytes(int dimension) {
        return Math.multiplyExact(ROWS * BLOCK, blocks(dimension));
    }

    /** Writes the codes of a row into its place in the tile that begins at {@code from}. */
    static void write(byte[] codes, byte[] tile, int from, int row) {
        int flip = biased(row) ? BIAS : 0;
        int at = from + position(row);
        for (int d = 0; d < codes.length; d++) {
            tile[d * ROWS + at] = (byte) (codes[d] ^ flip);
        }
    }

    /** Reads the codes of a row out of the tile that begins at {@code from}. */
    static void read(byte[] tile, int from, int row, byte[] codes) {
        int flip = biased(row) ? BIAS : 0;
        int at = from + position(row);
        for (int d = 0; d < codes.length; d++) {
            codes[d] = (byte) (tile[d * ROWS + at] ^ flip);
        }
    }
}
