package dev.vigil.vision.vector;

/**
 * A depthwise convolution and the 1x1 convolution behind it, by blocks of rows: what the first gives stays in the first cache until
 * the second has read it.
 */
final class SeparableKernel implements Kernel {
    private final DepthwiseKernel depthwise;
    private final DenseKernel pointwise;
    private final int block;

    /** For an output with so many columns, four at least. */
    SeparableKernel(DepthwiseKernel depthwise, DenseKernel pointwise, int columns) {
        this.depthwise = depthwise;
        this.pointwise = pointwise;
        this.block = Math.max(1, DenseKernel.BLOCK / (columns * depthwise.channels)) * columns;
    }

    @Override
    public int depth() {
        return depthwise.channels;
    }

    @Override
    public int windows() {
        return block;
    }

    @Override
    public void run(Passage passage, int first, int last) {
        for (int begin = first; begin < last; begin += block) {
            int end = Math.min(last, begin + block);
            depthwise.run(passage.within(), begin, begin, end);
            pointwise.product(passage.gathered, passage.gatheredFrom, begin, passage, begin, end);
        }
    }
}
