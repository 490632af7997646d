package dev.vigil.benchmarks.networks;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Graphs that take pictures in batches of any size, so that ONNX Runtime runs a network as the compiled form does. */
final class Batches {
    private Batches() {}

    /** The same graph for any batch: the input's first size is free, and reshapes keep it. */
    static OnnxGraph any(OnnxGraph graph) {
        List<OnnxValueInfo> inputs = new ArrayList<>();
        for (OnnxValueInfo input : graph.inputs()) {
            List<Long> shape = new ArrayList<>(input.shape());
            shape.set(0, -1L);
            inputs.add(new OnnxValueInfo(input.name(), shape));
        }
        Map<String, OnnxTensor> constants = new HashMap<>(graph.initialisers());
        for (OnnxNode node : graph.nodes()) {
            OnnxTensor shape = node.operator().equals("Reshape")
                    ? constants.get(node.inputs().get(1))
                    : null;
            if (shape != null && shape.integers().get(0) == 1) {
                List<Long> free = new ArrayList<>(shape.integers());
                free.set(0, 0L); // as the input has it
                constants.put(node.inputs().get(1), OnnxTensor.ofIntegers(free));
            }
        }
        List<OnnxValueInfo> outputs = graph.outputs().stream()
                .map(output -> new OnnxValueInfo(output.name(), List.of()))
                .toList();
        return new OnnxGraph(graph.name(), graph.opset(), graph.nodes(), constants, inputs, outputs);
    }
}
