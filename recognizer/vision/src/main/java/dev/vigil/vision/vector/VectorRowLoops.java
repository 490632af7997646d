package dev.vigil.vision.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over rows in Java's vector module, of one width; defined and shaped as {@link VectorLoops} is, for the same reasons.
 *
 * <p>Where a product is shallow, what a tile costs at its beginning counts, so that pixels are found by adding instead of from
 * tables. Where each number of a window lies comes from a table of its own (Dukhan, "The Indirect Convolution Algorithm", 2019), so
 * that windows of any kind are read where they are, and none is gathered. Those reads also keep their checks of bounds inside
 * the loop, which costs little, as they run beside the multiply-adds: without them the compiler moves all loads of a turn to its
 * beginning, runs out of registers, and needs half as long again.
 */
final class VectorRowLoops implements RowLoops {
    private static final VectorSpecies<Float> S = VectorShape.forBitSize(bits()).withLanes(float.class);
    private static final int V = S.length();

    private static int bits() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Integer.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void pair(DenseKernel layer, int panel, Row row, int o) {
        float[] w = layer.weights;
        int[] offsets = layer.offsets;
        float[] in = row.in;
        float[] out = row.out;
        int stride = row.stride;
        int step = row.step;
        int last = row.columns - 4;
        for (int tile = 0; tile < row.columns; tile += 4) {
            int p = Math.max(0, Math.min(tile, last));
            int at0 = row.from + p * stride;
            int at1 = at0 + stride;
            int at2 = at1 + stride;
            int at3 = at2 + stride;
            FloatVector a0 = FloatVector.fromArray(S, layer.bias, o);
            FloatVector a1 = FloatVector.fromArray(S, layer.bias, o + V);
            FloatVector b0 = a0;
            FloatVector b1 = a1;
            FloatVector c0 = a0;
            FloatVector c1 = a1;
            FloatVector d0 = a0;
            FloatVector d1 = a1;
            int wi = panel;
            for (int k = 0; k < offsets.length; k += 2) {
                int even = offsets[k];
                FloatVector w0 = FloatVector.fromArray(S, w, wi);
                FloatVector w1 = FloatVector.fromArray(S, w, wi + V);
                FloatVector x = FloatVector.broadcast(S, in[at0 + even]);
                a0 = x.fma(w0, a0);
                a1 = x.fma(w1, a1);
                x = FloatVector.broadcast(S, in[at1 + even]);
                b0 = x.fma(w0, b0);
                b1 = x.fma(w1, b1);
                x = FloatVector.broadcast(S, in[at2 + even]);
                c0 = x.fma(w0, c0);
                c1 = x.fma(w1, c1);
                x = FloatVector.broadcast(S, in[at3 + even]);
                d0 = x.fma(w0, d0);
                d1 = x.fma(w1, d1);
                int odd = offsets[k + 1];
                w0 = FloatVector.fromArray(S, w, wi + 2 * V);
                w1 = FloatVector.fromArray(S, w, wi + 3 * V);
                x = FloatVector.broadcast(S, in[at0 + odd]);
                a0 = x.fma(w0, a0);
                a1 = x.fma(w1, a1);
                x = FloatVector.broadcast(S, in[at1 + odd]);
                b0 = x.fma(w0, b0);
                b1 = x.fma(w1, b1);
                x = FloatVector.broadcast(S, in[at2 + odd]);
                c0 = x.fma(w0, c0);
                c1 = x.fma(w1, c1);
                x = FloatVector.broadcast(S, in[at3 + odd]);
                d0 = x.fma(w0, d0);
                d1 = x.fma(w1, d1);
                wi += 4 * V;
            }
            FloatVector s0 = FloatVector.fromArray(S, layer.slope, o);
            FloatVector s1 = FloatVector.fromArray(S, layer.slope, o + V);
            int to = row.to + p * step + o;
            a0.blend(a0.mul(s0), a0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            a1.blend(a1.mul(s1), a1.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to += step;
            b0.blend(b0.mul(s0), b0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            b1.blend(b1.mul(s1), b1.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to += step;
            c0.blend(c0.mul(s0), c0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            c1.blend(c1.mul(s1), c1.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to += step;
            d0.blend(d0.mul(s0), d0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            d1.blend(d1.mul(s1), d1.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
        }
    }

    /** Even and odd numbers of a window have sums of their own, so that there are eight here too. */
    @Override
    public void single(DenseKernel layer, int panel, Row row, int o) {
        float[] w = layer.weights;
        int[] offsets = layer.offsets;
        float[] in = row.in;
        float[] out = row.out;
        int stride = row.stride;
        int step = row.step;
        int last = row.columns - 4;
        for (int tile = 0; tile < row.columns; tile += 4) {
            int p = Math.max(0, Math.min(tile, last));
            int at0 = row.from + p * stride;
            int at1 = at0 + stride;
            int at2 = at1 + stride;
            int at3 = at2 + stride;
            FloatVector a0 = FloatVector.fromArray(S, layer.bias, o);
            FloatVector b0 = a0;
            FloatVector c0 = a0;
            FloatVector d0 = a0;
            FloatVector a1 = FloatVector.zero(S);
            FloatVector b1 = a1;
            FloatVector c1 = a1;
            FloatVector d1 = a1;
            int wi = panel;
            for (int k = 0; k < offsets.length; k += 2) {
                int even = offsets[k];
                FloatVector w0 = FloatVector.fromArray(S, w, wi);
                a0 = FloatVector.broadcast(S, in[at0 + even]).fma(w0, a0);
                b0 = FloatVector.broadcast(S, in[at1 + even]).fma(w0, b0);
                c0 = FloatVector.broadcast(S, in[at2 + even]).fma(w0, c0);
                d0 = FloatVector.broadcast(S, in[at3 + even]).fma(w0, d0);
                int odd = offsets[k + 1];
                FloatVector w1 = FloatVector.fromArray(S, w, wi + V);
                a1 = FloatVector.broadcast(S, in[at0 + odd]).fma(w1, a1);
                b1 = FloatVector.broadcast(S, in[at1 + odd]).fma(w1, b1);
                c1 = FloatVector.broadcast(S, in[at2 + odd]).fma(w1, c1);
                d1 = FloatVector.broadcast(S, in[at3 + odd]).fma(w1, d1);
                wi += 2 * V;
            }
            FloatVector s = FloatVector.fromArray(S, layer.slope, o);
            int to = row.to + p * step + o;
            a0 = a0.add(a1);
            a0.blend(a0.mul(s), a0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            to += step;
            b0 = b0.add(b1);
            b0.blend(b0.mul(s), b0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            to += step;
            c0 = c0.add(c1);
            c0.blend(c0.mul(s), c0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            to += step;
            d0 = d0.add(d1);
            d0.blend(d0.mul(s), d0.compare(VectorOperators.LT, 0f)).intoArray(out, to);
        }
    }

    /** Every number of the input is loaded once for all the outputs of the tile that it goes to. */
    @Override
    public void depthwise(DepthwiseKernel layer, Row row) {
        float[] w = layer.weights;
        float[] in = row.in;
        float[] out = row.out;
        int n = layer.channels;
        int step = row.step;
        int last = row.columns - 4;
        for (int o = 0; o < n; o += V) {
            FloatVector w0 = FloatVector.fromArray(S, w, o);
            FloatVector w1 = FloatVector.fromArray(S, w, n + o);
            FloatVector w2 = FloatVector.fromArray(S, w, 2 * n + o);
            FloatVector w3 = FloatVector.fromArray(S, w, 3 * n + o);
            FloatVector w4 = FloatVector.fromArray(S, w, 4 * n + o);
            FloatVector w5 = FloatVector.fromArray(S, w, 5 * n + o);
            FloatVector w6 = FloatVector.fromArray(S, w, 6 * n + o);
            FloatVector w7 = FloatVector.fromArray(S, w, 7 * n + o);
            FloatVector w8 = FloatVector.fromArray(S, w, 8 * n + o);
            for (int tile = 0; tile < row.columns; tile += 4) {
                int p = Math.max(0, Math.min(tile, last));
                int i = row.from + p * row.stride + o;
                FloatVector a = FloatVector.fromArray(S, layer.bias, o);
                FloatVector b = a;
                FloatVector c = a;
                FloatVector d = a;
                FloatVector x = FloatVector.fromArray(S, in, i);
                a = x.fma(w0, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w1, a);
                b = x.fma(w0, b);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w2, a);
                b = x.fma(w1, b);
                c = x.fma(w0, c);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w2, b);
                c = x.fma(w1, c);
                d = x.fma(w0, d);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                c = x.fma(w2, c);
                d = x.fma(w1, d);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                d = x.fma(w2, d);
                i += layer.row;
                x = FloatVector.fromArray(S, in, i);
                a = x.fma(w3, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w4, a);
                b = x.fma(w3, b);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w5, a);
                b = x.fma(w4, b);
                c = x.fma(w3, c);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w5, b);
                c = x.fma(w4, c);
                d = x.fma(w3, d);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                c = x.fma(w5, c);
                d = x.fma(w4, d);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                d = x.fma(w5, d);
                i += layer.row;
                x = FloatVector.fromArray(S, in, i);
                a = x.fma(w6, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w7, a);
                b = x.fma(w6, b);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w8, a);
                b = x.fma(w7, b);
                c = x.fma(w6, c);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w8, b);
                c = x.fma(w7, c);
                d = x.fma(w6, d);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                c = x.fma(w8, c);
                d = x.fma(w7, d);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                d = x.fma(w8, d);
                FloatVector s = FloatVector.fromArray(S, layer.slope, o);
                int to = row.to + p * step + o;
                a.blend(a.mul(s), a.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                b.blend(b.mul(s), b.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                c.blend(c.mul(s), c.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                d.blend(d.mul(s), d.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            }
        }
    }

    /** Here too; neighbours have one column in common. */
    @Override
    public void depthwiseHalved(DepthwiseKernel layer, Row row) {
        float[] w = layer.weights;
        float[] in = row.in;
        float[] out = row.out;
        int n = layer.channels;
        int step = row.step;
        int last = row.columns - 4;
        for (int o = 0; o < n; o += V) {
            FloatVector w0 = FloatVector.fromArray(S, w, o);
            FloatVector w1 = FloatVector.fromArray(S, w, n + o);
            FloatVector w2 = FloatVector.fromArray(S, w, 2 * n + o);
            FloatVector w3 = FloatVector.fromArray(S, w, 3 * n + o);
            FloatVector w4 = FloatVector.fromArray(S, w, 4 * n + o);
            FloatVector w5 = FloatVector.fromArray(S, w, 5 * n + o);
            FloatVector w6 = FloatVector.fromArray(S, w, 6 * n + o);
            FloatVector w7 = FloatVector.fromArray(S, w, 7 * n + o);
            FloatVector w8 = FloatVector.fromArray(S, w, 8 * n + o);
            for (int tile = 0; tile < row.columns; tile += 4) {
                int p = Math.max(0, Math.min(tile, last));
                int i = row.from + p * row.stride + o;
                FloatVector a = FloatVector.fromArray(S, layer.bias, o);
                FloatVector b = a;
                FloatVector c = a;
                FloatVector d = a;
                FloatVector x = FloatVector.fromArray(S, in, i);
                a = x.fma(w0, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w1, a);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w2, a);
                b = x.fma(w0, b);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w1, b);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                b = x.fma(w2, b);
                c = x.fma(w0, c);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                c = x.fma(w1, c);
                x = FloatVector.fromArray(S, in, i + 6 * n);
                c = x.fma(w2, c);
                d = x.fma(w0, d);
                x = FloatVector.fromArray(S, in, i + 7 * n);
                d = x.fma(w1, d);
                x = FloatVector.fromArray(S, in, i + 8 * n);
                d = x.fma(w2, d);
                i += layer.row;
                x = FloatVector.fromArray(S, in, i);
                a = x.fma(w3, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w4, a);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w5, a);
                b = x.fma(w3, b);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w4, b);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                b = x.fma(w5, b);
                c = x.fma(w3, c);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                c = x.fma(w4, c);
                x = FloatVector.fromArray(S, in, i + 6 * n);
                c = x.fma(w5, c);
                d = x.fma(w3, d);
                x = FloatVector.fromArray(S, in, i + 7 * n);
                d = x.fma(w4, d);
                x = FloatVector.fromArray(S, in, i + 8 * n);
                d = x.fma(w5, d);
                i += layer.row;
                x = FloatVector.fromArray(S, in, i);
                a = x.fma(w6, a);
                x = FloatVector.fromArray(S, in, i + n);
                a = x.fma(w7, a);
                x = FloatVector.fromArray(S, in, i + 2 * n);
                a = x.fma(w8, a);
                b = x.fma(w6, b);
                x = FloatVector.fromArray(S, in, i + 3 * n);
                b = x.fma(w7, b);
                x = FloatVector.fromArray(S, in, i + 4 * n);
                b = x.fma(w8, b);
                c = x.fma(w6, c);
                x = FloatVector.fromArray(S, in, i + 5 * n);
                c = x.fma(w7, c);
                x = FloatVector.fromArray(S, in, i + 6 * n);
                c = x.fma(w8, c);
                d = x.fma(w6, d);
                x = FloatVector.fromArray(S, in, i + 7 * n);
                d = x.fma(w7, d);
                x = FloatVector.fromArray(S, in, i + 8 * n);
                d = x.fma(w8, d);
                FloatVector s = FloatVector.fromArray(S, layer.slope, o);
                int to = row.to + p * step + o;
                a.blend(a.mul(s), a.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                b.blend(b.mul(s), b.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                c.blend(c.mul(s), c.compare(VectorOperators.LT, 0f)).intoArray(out, to);
                to += step;
                d.blend(d.mul(s), d.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            }
        }
    }
}
