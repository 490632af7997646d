package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For each value of a network: how wide a border its readers want, and after which layer nobody reads it any more. */
final class Lifetimes {
    private static final Set<String> SAME_MAP = Set.of("Identity", "Dropout", "Flatten", "Reshape");

    private final Map<String, Integer> halos = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private final Set<String> shared = new HashSet<>();

    private Lifetimes() {}

    static Lifetimes of(OnnxGraph graph, List<Layer> layers) {
        Lifetimes lifetimes = new Lifetimes();
        for (int i = 0; i < layers.size(); i++) {
            lifetimes.read(layers.get(i), i);
        }
        graph.outputs().forEach(output -> lifetimes.ends.remove(output.name()));
        lifetimes.shared.forEach(lifetimes.ends::remove);
        return lifetimes;
    }

    private void read(Layer layer, int index) {
        if (layer instanceof Layer.Separable pair) {
            ends.put(pair.depthwise().input(), index);
            halos.merge(
                    pair.depthwise().input(), pair.depthwise().filter().window.halo(), Math::max);
            if (pair.pointwise().residual() != null) {
                ends.put(pair.pointwise().residual(), index);
            }
            return;
        }
        if (layer instanceof Layer.Convolution convolution) {
            ends.put(convolution.input(), index);
            halos.merge(convolution.input(), convolution.filter().window.halo(), Math::max);
            if (convolution.residual() != null) {
                ends.put(convolution.residual(), index);
            }
            return;
        }
        var node = ((Layer.Other) layer).node();
        node.inputs().forEach(input -> ends.put(input, index));
        if (SAME_MAP.contains(node.operator())) { // one map under two names: it stays
            shared.add(node.inputs().get(0));
            shared.addAll(node.outputs());
        }
    }

    /** Rows and columns of zeros around the value. */
    int halo(String value) {
        return halos.getOrDefault(value, 0);
    }

    /** What nobody reads after this layer. */
    List<String> endingWith(int layer) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue() == layer)
                .map(Map.Entry::getKey)
                .toList();
    }
}
