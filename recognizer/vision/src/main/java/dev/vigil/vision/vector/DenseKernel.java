package dev.vigil.vision.vector;

/**
 * A convolution over all channels as a product of matrices. Each output pixel's window must lie in one piece: that of a 1x1
 * convolution does already; others are gathered, a block of pixels at a time, into a buffer that stays in the first cache while all
 * output channels pass over it. Immutable by convention: nobody writes into the arrays.
 */
final class DenseKernel implements Kernel {
    /** Floats of a block: half of a first cache of 32 KiB. */
    static final int BLOCK = 4096;

    /** Deeper products in one piece do not mind what a tile's beginning costs, and gain by loops that check no bounds. */
    private static final int SHALLOW = 64;

    private final Loops loops;
    private final RowLoops rowLoops;
    /** Where each piece of the window begins, relative to its first float; empty where the window is in one piece. */
    final int[] runs;
    /** Floats of each piece. */
    final int length;
    /** Floats of a window, filled up to an even number. */
    final int depth;
    /** Where each of them lies, relative to the first. */
    final int[] offsets;
    /** Panels of two vectors of output channels (the last may have one): for each float of the window, the panel's weights. */
    final float[] weights;

    final float[] bias;
    final float[] slope;
    private final int channels;
    private final int block;

    /**
     * Packs the weights.
     *
     * @param runs where each piece of the window begins; empty for one piece
     * @param length floats of each piece
     * @param weights {@code float[output][floats of the window]}
     */
    DenseKernel(Kernels kernels, int[] runs, int length, float[] weights, Epilogue epilogue) {
        this.loops = kernels.loops();
        this.rowLoops = kernels.rowLoops();
        this.runs = runs.clone();
        this.length = length;
        int floats = Math.max(1, runs.length) * length;
        this.depth = floats + floats % 2;
        this.offsets = offsets(runs, floats);
        this.bias = epilogue.bias(loops.lanes());
        this.slope = epilogue.slope(loops.lanes());
        this.channels = bias.length;
        this.weights = panels(weights, floats, epilogue.channels());
        this.block = Math.max(Loops.TILE, BLOCK / depth / Loops.TILE * Loops.TILE);
    }

    private int[] offsets(int[] pieces, int floats) {
        int[] each = new int[depth];
        for (int k = 0; k < depth; k++) {
            int i = Math.min(k, floats - 1); // what fills it up has no weight
            each[k] = pieces.length == 0 ? i : pieces[i / length] + i % length;
        }
        return each;
    }

    private float[] panels(float[] from, int floats, int outputs) {
        int wide = 2 * loops.lanes();
        float[] panels = new float[channels * depth];
        for (int o = 0; o < outputs; o++) {
            int first = o / wide * wide;
            int width = Math.min(wide, channels - first);
            for (int k = 0; k < floats; k++) {
                panels[first * depth + k * width + (o - first)] = from[o * floats + k];
            }
        }
        return panels;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public int windows() {
        return runs.length == 0 ? 0 : block;
    }

    @Override
    public void run(Passage passage, int first, int last) {
        if (goesByRows(passage)) {
            rows(passage.in, passage.from, 0, passage, first, last);
            return;
        }
        for (int begin = first; begin < last; begin += block) {
            int end = Math.min(last, begin + block);
            if (runs.length == 0) {
                product(passage.in, passage.from, 0, passage, begin, end);
            } else {
                int earliest = Math.max(0, Math.min(begin, end - Loops.TILE));
                loops.gather(this, passage, earliest, Math.max(end, Loops.TILE));
                product(passage.gathered, passage.gatheredFrom, earliest, passage, begin, end);
            }
        }
    }

    private boolean goesByRows(Passage passage) {
        return !passage.adds && passage.columns >= Loops.TILE && (runs.length > 0 || depth <= SHALLOW);
    }

    /** Whole rows, from windows as they lie; the first is that of the pixel {@code shift}. */
    private void rows(float[] in, int[] from, int shift, Passage passage, int first, int last) {
        int wide = 2 * loops.lanes();
        for (int p = first; p < last; p += passage.columns) {
            Row row = Row.of(in, from, p - shift, passage, p);
            int o = 0;
            for (; o + wide <= channels; o += wide) {
                rowLoops.pair(this, o * depth, row, o);
            }
            if (o < channels) {
                rowLoops.single(this, o * depth, row, o);
            }
        }
    }

    /** From windows that lie in one piece each, the first of them that of the pixel {@code shift}. */
    void product(float[] in, int[] from, int shift, Passage passage, int begin, int end) {
        if (goesByRows(passage)) {
            rows(in, from, shift, passage, begin, end);
            return;
        }
        int wide = 2 * loops.lanes();
        int o = 0;
        for (; o + wide <= channels; o += wide) {
            loops.pair(this, o * depth, in, from, shift, passage, begin, end, o);
        }
        if (o < channels) {
            loops.single(this, o * depth, in, from, shift, passage, begin, end, o);
        }
    }
}
