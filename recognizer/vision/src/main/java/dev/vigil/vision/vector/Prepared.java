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

    private void read(FloatBuffer numbers) {
        Geometry g = input.geometry;
        float[] row = new float[g.w()];
        int number = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int c = 0; c < g.c(); c++) {
                for (int y = 0; y < g.h(); y++, number += g.w()) {
                    if (g.step() == 1) {
                        numbers.get(number, input.data, g.at(n, y, 0) + c * g.plane(), g.w());
                    } else {
                        numbers.get(number, row);
                        spread(row, g.at(n, y, 0) + c);
                    }
                }
            }
        }
    }

    /** From a plane's row to pixels. */
    private void spread(float[] row, int first) {
        int to = first;
        for (int x = 0; x < row.length; x++, to += input.geometry.step()) {
            input.data[to] = row[x];
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
