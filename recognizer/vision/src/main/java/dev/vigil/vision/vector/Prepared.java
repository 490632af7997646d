package dev.vigil.vision.vector;

import dev.vigil.vision.model.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A network made ready for one shape of input: its steps, and the arrays that they work in. One caller at a time. */
final class Prepared {
    private final FeatureMap input;
    private final List<Runnable> steps;
    private final List<Value> outputs;

    Prepared(FeatureMap input, List<Runnable> steps, List<Value> outputs) {
        this.input = input;
        this.steps = List.copyOf(steps);
        this.outputs = List.copyOf(outputs);
    }

    /** Runs over {@code float32[n, c, h, w]} from index 0 of the buffer. */
    List<Tensor> run(FloatBuffer numbers) {
        read(numbers);
        for (Runnable step : steps) {
            step.run();
        }
        List<Tensor> tensors = new ArrayList<>(outputs.size());
        for (Value output : outputs) {
            tensors.add(tensor(output));
        }
        return tensors;
    }

    /** From planes to pixels. */
    private void read(FloatBuffer numbers) {
        Geometry g = input.geometry;
        float[][] rows = new float[g.c()][g.w()];
        int plane = g.h() * g.w();
        for (int n = 0; n < g.n(); n++) {
            for (int y = 0; y < g.h(); y++) {
                for (int c = 0; c < g.c(); c++) {
                    numbers.get((n * g.c() + c) * plane + y * g.w(), rows[c]);
                }
                int to = g.at(n, y, 0);
                for (int x = 0; x < g.w(); x++, to += g.step()) {
                    for (int c = 0; c < rows.length; c++) {
                        input.data[to + c] = rows[c][x];
                    }
                }
            }
        }
    }

    private static Tensor tensor(Value value) {
        if (value instanceof Value.Maps maps) {
            Geometry g = maps.map().geometry;
            long[] shape = maps.flat()
                    ? new long[] {g.n(), (long) g.c() * g.h() * g.w()}
                    : new long[] {g.n(), g.c(), g.h(), g.w()};
            return Tensor.of(shape, maps.map().planar());
        }
        Value.Plain plain = (Value.Plain) value;
        return Tensor.of(plain.shape().stream().mapToLong(Long::longValue).toArray(), plain.numbers());
    }
}
