package dev.vigil.vision.vector;

/** A convolution of each channel by itself. Immutable by convention: nobody writes into the arrays. */
final class DepthwiseKernel implements Kernel {
    /**
     * Input floats of one row that are passed over for one vector of channels before the next: pixels of many channels lie powers of
     * two apart and share few sets of the first cache, so that a long row of them would drive itself out.
     */
    private static final int STRETCH = 1024;

    private final Loops loops;
    /** Where each tap lies, relative to the output pixel's first input float. */
    final int[] taps;
    /** {@code float[tap][channel]}, the channels filled up to whole vectors. */
    final float[] weights;

    final float[] bias;
    final float[] slope;
    final int channels;
    /** Floats from one row of the input to the next, where {@link #sideBySide}. */
    final int row;
    /** Whether it is 3 by 3 and moves by one column. */
    private final boolean sideBySide;

    /**
     * Packs the weights.
     *
     * @param weights {@code float[channel][tap]}
     * @param row floats from one row of the input to the next for a window of 3 by 3 that moves by one column; 0 for any other
     */
    DepthwiseKernel(Loops loops, int[] taps, float[] weights, int row, Epilogue epilogue) {
        this.loops = loops;
        this.taps = taps.clone();
        this.bias = epilogue.bias(loops.lanes());
        this.slope = epilogue.slope(loops.lanes());
        this.channels = bias.length;
        this.row = row;
        this.sideBySide = row > 0;
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
        if (!sideBySide || passage.columns < Loops.TILE) {
            loops.depthwise(this, passage, shift, first, last);
            return;
        }
        int stretch = Math.max(Loops.TILE, STRETCH / channels / Loops.TILE * Loops.TILE);
        for (int begun = first; begun < last; begun += passage.columns) {
            int end = begun + passage.columns;
            for (int begin = begun; begin < end; begin += stretch) {
                // the last tile of a row must not begin in the row before
                loops.depthwiseRow(
                        this, passage, shift, Math.min(begin, end - Loops.TILE), Math.min(end, begin + stretch));
            }
        }
    }
}
