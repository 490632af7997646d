package dev.vigil.vision.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in Java's vector module, of one width. Never used as it is: {@link Vectors} defines it as a hidden class once for each
 * width, given as class data, because the compiler makes single instructions of vector operations only where the width is a constant.
 *
 * <p>A tile is four pixels times two vectors of output channels: eight sums, as many as two multiply-adds a cycle of latency four keep
 * busy (Goto and van de Geijn, ACM TOMS 34(3), 2008, on choosing such tiles), and with two vectors of weights and a few spare within
 * the sixteen registers of AVX2. Written out by hand, and in methods longer than a glance, for the compiler of JDK 17 puts on the heap
 * every vector that crosses a call it does not inline, and it inlines none of ours in methods of this size; nor may sums live
 * across a nested loop or a branch. Two input channels a turn: with one the loop's own work costs a quarter, with four it runs
 * out of registers. Bias and slopes are loaded anew for each tile for the same reason.
 */
final class VectorLoops implements Loops {
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
    public int lanes() {
        return V;
    }

    @Override
    public void pair(
            DenseKernel layer,
            int panel,
            float[] in,
            int[] from,
            int shift,
            Passage passage,
            int begin,
            int end,
            int o) {
        float[] w = layer.weights;
        int depth = layer.depth;
        float[] bias = layer.bias;
        float[] slope = layer.slope;
        float[] residual = passage.residual;
        float[] out = passage.out;
        for (int tile = begin; tile < end; tile += 4) {
            int p = Math.max(0, Math.min(tile, end - 4));
            int at0 = from[p - shift];
            int at1 = from[p - shift + 1];
            int at2 = from[p - shift + 2];
            int at3 = from[p - shift + 3];
            FloatVector a0 = FloatVector.fromArray(S, bias, o);
            FloatVector a1 = FloatVector.fromArray(S, bias, o + V);
            FloatVector b0 = a0;
            FloatVector b1 = a1;
            FloatVector c0 = a0;
            FloatVector c1 = a1;
            FloatVector d0 = a0;
            FloatVector d1 = a1;
            for (int k = 0; k < depth; k += 2) {
                int wi = panel + k * 2 * V;
                FloatVector w0 = FloatVector.fromArray(S, w, wi);
                FloatVector w1 = FloatVector.fromArray(S, w, wi + V);
                FloatVector x = FloatVector.broadcast(S, in[at0 + k]);
                a0 = x.fma(w0, a0);
                a1 = x.fma(w1, a1);
                x = FloatVector.broadcast(S, in[at1 + k]);
                b0 = x.fma(w0, b0);
                b1 = x.fma(w1, b1);
                x = FloatVector.broadcast(S, in[at2 + k]);
                c0 = x.fma(w0, c0);
                c1 = x.fma(w1, c1);
                x = FloatVector.broadcast(S, in[at3 + k]);
                d0 = x.fma(w0, d0);
                d1 = x.fma(w1, d1);
                w0 = FloatVector.fromArray(S, w, wi + 2 * V);
                w1 = FloatVector.fromArray(S, w, wi + 3 * V);
                x = FloatVector.broadcast(S, in[at0 + k + 1]);
                a0 = x.fma(w0, a0);
                a1 = x.fma(w1, a1);
                x = FloatVector.broadcast(S, in[at1 + k + 1]);
                b0 = x.fma(w0, b0);
                b1 = x.fma(w1, b1);
                x = FloatVector.broadcast(S, in[at2 + k + 1]);
                c0 = x.fma(w0, c0);
                c1 = x.fma(w1, c1);
                x = FloatVector.broadcast(S, in[at3 + k + 1]);
                d0 = x.fma(w0, d0);
                d1 = x.fma(w1, d1);
            }
            FloatVector s0 = FloatVector.fromArray(S, slope, o);
            FloatVector s1 = FloatVector.fromArray(S, slope, o + V);
            int to = passage.to[p] + o;
            int also = passage.also[p] + o;
            FloatVector v = a0.add(FloatVector.fromArray(S, residual, also));
            v.blend(v.mul(s0), v.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            v = a1.add(FloatVector.fromArray(S, residual, also + V));
            v.blend(v.mul(s1), v.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to = passage.to[p + 1] + o;
            also = passage.also[p + 1] + o;
            v = b0.add(FloatVector.fromArray(S, residual, also));
            v.blend(v.mul(s0), v.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            v = b1.add(FloatVector.fromArray(S, residual, also + V));
            v.blend(v.mul(s1), v.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to = passage.to[p + 2] + o;
            also = passage.also[p + 2] + o;
            v = c0.add(FloatVector.fromArray(S, residual, also));
            v.blend(v.mul(s0), v.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            v = c1.add(FloatVector.fromArray(S, residual, also + V));
            v.blend(v.mul(s1), v.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
            to = passage.to[p + 3] + o;
            also = passage.also[p + 3] + o;
            v = d0.add(FloatVector.fromArray(S, residual, also));
            v.blend(v.mul(s0), v.compare(VectorOperators.LT, 0f)).intoArray(out, to);
            v = d1.add(FloatVector.fromArray(S, residual, also + V));
            v.blend(v.mul(s1), v.compare(VectorOperators.LT, 0f)).intoArray(out, to + V);
        }
    }

    /** Even and odd input channels have sums of their own, so that there are eight here too. */
    @Override
    public void single(
            DenseKernel layer,
            int panel,
            float[] in,
            int[] from,
            int shift,
            Passage passage,
            int begin,
            int end,
            int o) {
        float[] w = layer.weights;
        int depth = layer.depth;
        float[] residual = passage.residual;
        float[] out = passage.out;
        for (int tile = begin; tile < end; tile += 4) {
            int p = Math.max(0, Math.min(tile, end - 4));
            int at0 = from[p - shift];
            int at1 = from[p - shift + 1];
            int at2 = from[p - shift + 2];
            int at3 = from[p - shift + 3];
            FloatVector a0 = FloatVector.fromArray(S, layer.bias, o);
            FloatVector b0 = a0;
            FloatVector c0 = a0;
            FloatVector d0 = a0;
            FloatVector a1 = FloatVector.zero(S);
            FloatVector b1 = a1;
            FloatVector c1 = a1;
            FloatVector d1 = a1;
            for (int k = 0; k < depth; k += 2) {
                int wi = panel + k * V;
                FloatVector w0 = FloatVector.fromArray(S, w, wi);
                a0 = FloatVector.broadcast(S, in[at0 + k]).fma(w0, a0);
                b0 = FloatVector.broadcast(S, in[at1 + k]).fma(w0, b0);
                c0 = FloatVector.broadcast(S, in[at2 + k]).fma(w0, c0);
                d0 = FloatVector.broadcast(S, in[at3 + k]).fma(w0, d0);
                FloatVector w1 = FloatVector.fromArray(S, w, wi + V);
                a1 = FloatVector.broadcast(S, in[at0 + k + 1]).fma(w1, a1);
                b1 = FloatVector.broadcast(S, in[at1 + k + 1]).fma(w1, b1);
                c1 = FloatVector.broadcast(S, in[at2 + k + 1]).fma(w1, c1);
                d1 = FloatVector.broadcast(S, in[at3 + k + 1]).fma(w1, d1);
            }
            FloatVector s = FloatVector.fromArray(S, layer.slope, o);
            FloatVector v = a0.add(a1).add(FloatVector.fromArray(S, residual, passage.also[p] + o));
            v.blend(v.mul(s), v.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[p] + o);
            v = b0.add(b1).add(FloatVector.fromArray(S, residual, passage.also[p + 1] + o));
            v.blend(v.mul(s), v.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[p + 1] + o);
            v = c0.add(c1).add(FloatVector.fromArray(S, residual, passage.also[p + 2] + o));
            v.blend(v.mul(s), v.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[p + 2] + o);
            v = d0.add(d1).add(FloatVector.fromArray(S, residual, passage.also[p + 3] + o));
            v.blend(v.mul(s), v.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[p + 3] + o);
        }
    }

    /** By whole vectors: what is too much of a run is overwritten by the next run, and zero behind the last. */
    @Override
    public void gather(DenseKernel layer, Passage passage, int begin, int end) {
        float[] in = passage.in;
        float[] gathered = passage.gathered;
        int[] runs = layer.runs;
        int length = layer.length;
        int to = 0;
        for (int p = begin; p < end; p++, to += layer.depth) {
            int first = passage.from[p];
            for (int r = 0; r < runs.length; r++) {
                int from = first + runs[r];
                for (int i = 0; i < length; i += V) {
                    FloatVector.fromArray(S, in, from + i).intoArray(gathered, to + r * length + i);
                }
            }
            for (int i = runs.length * length; i < layer.depth; i++) {
                gathered[to + i] = 0;
            }
        }
    }

    @Override
    public void depthwise(DepthwiseKernel layer, Passage passage, int shift, int begin, int end) {
        float[] w = layer.weights;
        int[] taps = layer.taps;
        int step = layer.channels;
        float[] in = passage.in;
        float[] out = passage.out;
        float[] residual = passage.residual;
        for (int tile = begin; tile < end; tile += 4) {
            int p = Math.max(0, Math.min(tile, end - 4));
            int q = p - shift;
            int at0 = passage.from[p];
            int at1 = passage.from[p + 1];
            int at2 = passage.from[p + 2];
            int at3 = passage.from[p + 3];
            for (int v = 0; v < step; v += V) {
                FloatVector a = FloatVector.fromArray(S, layer.bias, v);
                FloatVector b = a;
                FloatVector c = a;
                FloatVector d = a;
                for (int t = 0; t < taps.length; t++) {
                    int at = taps[t] + v;
                    FloatVector weight = FloatVector.fromArray(S, w, t * step + v);
                    a = FloatVector.fromArray(S, in, at0 + at).fma(weight, a);
                    b = FloatVector.fromArray(S, in, at1 + at).fma(weight, b);
                    c = FloatVector.fromArray(S, in, at2 + at).fma(weight, c);
                    d = FloatVector.fromArray(S, in, at3 + at).fma(weight, d);
                }
                FloatVector s = FloatVector.fromArray(S, layer.slope, v);
                FloatVector y = a.add(FloatVector.fromArray(S, residual, passage.also[q] + v));
                y.blend(y.mul(s), y.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[q] + v);
                y = b.add(FloatVector.fromArray(S, residual, passage.also[q + 1] + v));
                y.blend(y.mul(s), y.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[q + 1] + v);
                y = c.add(FloatVector.fromArray(S, residual, passage.also[q + 2] + v));
                y.blend(y.mul(s), y.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[q + 2] + v);
                y = d.add(FloatVector.fromArray(S, residual, passage.also[q + 3] + v));
                y.blend(y.mul(s), y.compare(VectorOperators.LT, 0f)).intoArray(out, passage.to[q + 3] + v);
            }
        }
    }

    @Override
    public float multiplyAdds(int times) {
        FloatVector x = FloatVector.broadcast(S, .5f);
        FloatVector a = FloatVector.zero(S);
        FloatVector b = a.add(1f);
        FloatVector c = a.add(2f);
        FloatVector d = a.add(3f);
        FloatVector e = a.add(4f);
        FloatVector f = a.add(5f);
        FloatVector g = a.add(6f);
        FloatVector h = a.add(7f);
        for (int i = 0; i < times; i++) {
            a = a.fma(x, x);
            b = b.fma(x, x);
            c = c.fma(x, x);
            d = d.fma(x, x);
            e = e.fma(x, x);
            f = f.fma(x, x);
            g = g.fma(x, x);
            h = h.fma(x, x);
        }
        return a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).lane(0);
    }
}
