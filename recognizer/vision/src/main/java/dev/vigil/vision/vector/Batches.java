package dev.vigil.vision.vector;

import dev.vigil.vision.model.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts the outputs of parts of a batch together again. */
final class Batches {
    private Batches() {}

    /** Each output's numbers one behind the other, its first size the sum of theirs. */
    static List<Tensor> joined(List<List<Tensor>> parts) {
        List<Tensor> outputs = new ArrayList<>();
        for (int output = 0; output < parts.get(0).size(); output++) {
            long[] shape = parts.get(0).get(output).shape();
            shape[0] = 0;
            int count = 0;
            for (List<Tensor> part : parts) {
                shape[0] += part.get(output).shape()[0];
                count += part.get(output).values().remaining();
            }
            float[] all = new float[count];
            int to = 0;
            for (List<Tensor> part : parts) {
                FloatBuffer values = part.get(output).values();
                int length = values.remaining();
                values.get(all, to, length);
                to += length;
            }
            outputs.add(Tensor.of(shape, all));
        }
        return outputs;
    }
}
