package dev.vigil.vision.vector;

import org.jspecify.annotations.Nullable;

/**
 * What one layer reads and writes, by pixels of its output. Tables have four entries at least: where there are fewer pixels, the last
 * is repeated. Belongs to one {@link Prepared}.
 */
final class Passage {
    final float[] in;
    /** Where the window of every output pixel begins in {@link #in}. */
    final int[] from;

    final float[] out;
    /** Where every output pixel begins in {@link #out}. */
    final int[] to;

    /** Whether there is a residual. */
    final boolean adds;

    /** Added before the activation; zeros where there is nothing to add. */
    final float[] residual;
    /** Where every output pixel's residual begins. */
    final int[] also;
    /** Columns of the output: pixels that lie side by side. */
    final int columns;
    /** Room for the windows of some pixels, where a layer wants them in one piece. */
    final float[] gathered;
    /** Where each of these windows begins. */
    final int[] gatheredFrom;

    /** What a layer within this one writes: into the room for windows, as pixels counted from the block's first. */
    private final @Nullable Passage within;

    /** Reads {@code in}, writes {@code out}, adds {@code residual}, which is zeros unless it {@code adds}. */
    Passage(
            FeatureMap in,
            int[] from,
            FeatureMap out,
            int[] to,
            boolean adds,
            float[] residual,
            int[] also,
            Kernel kernel) {
        int depth = kernel.depth();
        int windows = kernel.windows();
        this.in = in.data;
        this.from = from;
        this.out = out.data;
        this.to = to;
        this.adds = adds;
        this.residual = residual;
        this.also = also;
        this.columns = out.geometry.w();
        this.gathered = new float[windows == 0 ? 0 : windows * depth + FeatureMap.SLACK];
        this.gatheredFrom = new int[windows];
        for (int i = 0; i < windows; i++) {
            gatheredFrom[i] = i * depth;
        }
        this.within = windows == 0 ? null : new Passage(this, new float[depth]);
    }

    private Passage(Passage around, float[] zeros) {
        this.in = around.in;
        this.from = around.from;
        this.out = around.gathered;
        this.to = around.gatheredFrom;
        this.adds = false;
        this.residual = zeros;
        this.also = new int[to.length];
        this.columns = around.columns;
        this.gathered = new float[0];
        this.gatheredFrom = new int[0];
        this.within = null;
    }

    /**
     * What a layer within this one writes.
     *
     * @throws IllegalStateException if there is none
     */
    Passage within() {
        if (within == null) {
            throw new IllegalStateException("This layer gathers nothing.");
        }
        return within;
    }
}
