package dev.vigil.vision.vector;

/** A convolution of each channel by itself. Immutable by convention: nobody writes into the arrays. */
final class DepthwiseKernel implements Kernel {
    /**
     * Input floats of one row that are passed over for one vector of channels before the next: pixels of many channels lie powers of
     * two apart and share few sets of the first cache, so that a long row of them would drive itself out.
     */
    private static final int STRETCH = 1024;

    private final Loops loops;
    private final RowLoops rowLoops;
    /** Where each tap lies, relative to the output pixel's first input float. */
    final int[] taps;
    /** {@code float[tap][channel]}, the channels filled up to whole vectors. */
    final float[] weights;

    final float[] bias;
    final float[] slope;
    final int channels;
    /** Floats from one row of the input to the next, where it is 3 by 3 without gaps; else 0. */
    final int row;
    /** Columns that its window moves by. */
    private final int strideX;

    /**
     * Packs the weights.
     *
     * @param weights {@code float[channel][tap]}
     * @param row floats from one row of the input to the next for a window of 3 by 3 without gaps; 0 for any other
     * @param strideX columns that it moves by
     */
    DepthwiseKernel(Kernels kernels, int[] taps, float[] weights, int row, int strideX, Epilogue epilogue) {
        this.loops = kernels.loops();
        this.rowLoops = kernels.rowLoops();
        this.taps = taps.clone();
        this.bias = epilogue.bias(loops.lanes());
        this.slope = epilogue.slope(loops.lanes());
        this.channels = bias.length;
        this.row = row;
        this.strideX = strideX;
        this.weights = new float[taps.length * channels];
        for (int c = 0; c < epilogue.channels(); c++) {
            for (int t = 0; t < taps.length; t++) {
                this.weights[t * channels + c] = weights[c * taps.length + t];
            }
        }
    }

    @Override
    public void run(Passage passage, int first, int last) {
        run(passage, 0, first, last);
    }

    /** The same where the passage writes pixels counted from {@code shift}. */
    void run(Passage passage, int shift, int first, int last) {
        if (row == 0 || strideX > 2 || passage.adds || passage.columns < Loops.TILE) {
            loops.depthwise(this, passage, shift, first, last);
            return;
        }
        int stretch = Math.max(Loops.TILE, STRETCH / (channels * strideX) / Loops.TILE * Loops.TILE);
        for (int p = first; p < last; p += passage.columns) {
            Row whole = Row.of(passage.in, passage.from, p, passage, p - shift);
            for (int begin = 0; begin < whole.columns; begin += stretch) {
                int end = Math.min(whole.columns, begin + stretch);
                stretch(whole.part(Math.min(begin, end - Loops.TILE), end)); // a tile at least
            }
        }
    }

    private void stretch(Row row) {
        if (strideX == 1) {
            rowLoops.depthwise(this, row);
        } else {
            rowLoops.depthwiseHalved(this, row);
        }
    }
}
