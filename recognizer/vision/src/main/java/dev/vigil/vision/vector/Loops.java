package dev.vigil.vision.vector;

/**
 * The inner loops, for vectors of one width. Stateless; threads share it.
 *
 * <p>All of them work on tiles of four output pixels, and take four pixels where fewer are left: the last tile begins earlier, or
 * ends later, than what was asked for. So they may compute up to three neighbouring pixels once more, to the same numbers where
 * their inputs are there already; where they are not yet, whoever calls comes back to those pixels later.
 */
interface Loops {
    /** Output pixels of one tile. */
    int TILE = 4;

    /** Floats of one vector. */
    int lanes();

    /**
     * Two vectors of output channels, from channel {@code o} on: for each pixel the product of {@code depth} numbers, side by side in
     * {@code in}, with the panel's weights, and then the epilogue.
     *
     * @param panel where the panel begins in the layer's weights: {@code depth} times two vectors
     * @param in the input, or what was gathered from it
     * @param from where each pixel's numbers begin; the first entry belongs to pixel {@code shift}
     */
    void pair(
            DenseKernel layer,
            int panel,
            float[] in,
            int[] from,
            int shift,
            Passage passage,
            int begin,
            int end,
            int o);

    /** The same for a last single vector of output channels. */
    void single(
            DenseKernel layer,
            int panel,
            float[] in,
            int[] from,
            int shift,
            Passage passage,
            int begin,
            int end,
            int o);

    /** Copies the window of each pixel from {@code begin} up to {@code end} to {@link Passage#gathered}, one behind the other. */
    void gather(DenseKernel layer, Passage passage, int begin, int end);

    /** Each channel by itself, any window; the pixel {@code shift} is the first that the passage writes. */
    void depthwise(DepthwiseKernel layer, Passage passage, int shift, int begin, int end);

    /** So many times eight multiply-adds of vectors that wait for nothing: the most that one thread can do. */
    float multiplyAdds(int times);
}
