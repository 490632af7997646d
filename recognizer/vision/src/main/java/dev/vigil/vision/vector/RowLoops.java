package dev.vigil.vision.vector;

/**
 * The inner loops for one row of output pixels whose windows lie evenly apart: no table says where each pixel lies, and nothing is
 * added to it. Tiles are of four pixels; the last one begins earlier where fewer are left. Stateless; threads share it.
 */
interface RowLoops {
    /** Two vectors of output channels, from channel {@code o} on; their weights begin at {@code panel}. */
    void pair(DenseKernel layer, int panel, Row row, int o);

    /** The same for a last single vector of output channels. */
    void single(DenseKernel layer, int panel, Row row, int o);

    /** Each channel by itself, 3 by 3, moving by one pixel. */
    void depthwise(DepthwiseKernel layer, Row row);

    /** Each channel by itself, 3 by 3, moving by two pixels. */
    void depthwiseHalved(DepthwiseKernel layer, Row row);
}
