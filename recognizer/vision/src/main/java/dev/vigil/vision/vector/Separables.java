package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds depthwise convolutions whose only reader is a 1x1 convolution: the pair stands where the second stood. */
final class Separables {
    private Separables() {}

    static List<Layer> paired(OnnxGraph graph, List<Layer> layers) {
        Readers readers = new Readers(graph, layers);
        Set<Layer> first = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Layer> paired = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer instanceof Layer.Convolution pointwise && Pruning.isPointwise(pointwise)) {
                Layer.Convolution giver = readers.onlyFor(pointwise.input());
                if (giver != null && giver.filter().depthwise) {
                    first.add(giver);
                    paired.add(new Layer.Separable(giver, pointwise));
                    continue;
                }
            }
            paired.add(layer);
        }
        paired.removeIf(first::contains);
        return paired;
    }
}
