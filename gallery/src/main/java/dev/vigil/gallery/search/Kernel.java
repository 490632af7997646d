package dev.vigil.gallery.search;

/**
 * The two loops that a scan spends its time in. All kernels give the same results to the last bit. Thread-safe: what a pass needs
 * is given to it.
 */
interface Kernel {
    /** How it is called in the log. */
    String name();

    /**
     * The dot products of the codes of a few probes with those of every row of a tile.
     *
     * @param tile where the tile lies: {@code int8[dimension, 64]}, whole blocks, as {@link Layout} says
     * @param at where in it the tile begins
     * @param sums for each probe 64 of them, by row
     */
    void sums(byte[] tile, int at, ProbeCodes probes, int[] sums);

    /**
     * Whether {@code sums[from + r] * factor * scales[r] + weight * errors[r]} is at least {@code least} for any of the 64 rows.
     */
    boolean anyReaches(int[] sums, int from, float[] scales, float[] errors, float factor, float weight, float least);
}
