package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who gives a value, and how many read it. */
final class Readers {
    private final Map<String, Integer> reads = new HashMap<>();
    private final Map<String, Layer.Convolution> givers = new HashMap<>();

    Readers(OnnxGraph graph, List<Layer> layers) {
        graph.outputs().forEach(output -> read(output.name()));
        for (Layer layer : layers) {
            if (layer instanceof Layer.Convolution convolution) {
                read(convolution.input());
                if (convolution.residual() != null) {
                    read(convolution.residual());
                }
                givers.put(convolution.output(), convolution);
            } else if (layer instanceof Layer.Other other) {
                other.node().inputs().forEach(this::read);
            }
        }
    }

    private void read(String value) {
        reads.merge(value, 1, Integer::sum);
    }

    /** The convolution without a residual whose output is read once, by whoever asks; null if there is none. */
    Layer.@org.jspecify.annotations.Nullable Convolution onlyFor(String value) {
        Layer.Convolution giver = givers.get(value);
        return giver != null && giver.residual() == null && reads.getOrDefault(value, 0) == 1 ? giver : null;
    }
}
