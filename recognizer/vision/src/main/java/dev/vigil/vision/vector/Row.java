package dev.vigil.vision.vector;

/** Output pixels of one row, a tile of them at least, and the windows that they are computed from. */
final class Row {
    final float[] in;
    /** Where the first pixel's window begins in {@link #in}. */
    final int from;
    /** Floats from one pixel's window to the next one's. */
    final int stride;

    final float[] out;
    /** Where the first pixel begins in {@link #out}. */
    final int to;
    /** Floats from one pixel to the next. */
    final int step;

    final int columns;

    private Row(float[] in, int from, int stride, float[] out, int to, int step, int columns) {
        this.in = in;
        this.from = from;
        this.stride = stride;
        this.out = out;
        this.to = to;
        this.step = step;
        this.columns = columns;
    }

    /** The row that begins at entry {@code first} of what is read, and {@code written} of what is written. */
    static Row of(float[] in, int[] from, int first, Passage passage, int written) {
        int[] to = passage.to;
        return new Row(
                in,
                from[first],
                from[first + 1] - from[first],
                passage.out,
                to[written],
                to[written + 1] - to[written],
                passage.columns);
    }

    /** Its pixels from {@code begin} up to {@code end}. */
    Row part(int begin, int end) {
        return new Row(in, from + begin * stride, stride, out, to + begin * step, step, end - begin);
    }
}
