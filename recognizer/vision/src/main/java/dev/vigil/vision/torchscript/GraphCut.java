package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxValueInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes the part of a graph that leads to certain values: what nobody needs falls away. */
public final class GraphCut {
    private GraphCut() {}

    /** The same graph without what its outputs do not need. */
    public static OnnxGraph atItsOutputs(OnnxGraph graph) {
        return cut(graph, graph.outputs());
    }

    /**
     * The part of the graph that gives these values, in this order, as its outputs.
     *
     * @throws OnnxException if the graph has no such value
     */
    public static OnnxGraph at(OnnxGraph graph, List<String> values) {
        Set<String> known = new HashSet<>(graph.initialisers().keySet());
        graph.inputs().forEach(input -> known.add(input.name()));
        graph.nodes().forEach(node -> known.addAll(node.outputs()));
        for (String value : values) {
            if (!known.contains(value)) {
                throw new OnnxException(
                        "The network has no value named \"" + value + "\" to be an output; its own outputs are "
                                + graph.outputs().stream()
                                        .map(output -> "\"" + output.name() + "\"")
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        List<OnnxValueInfo> outputs = values.stream()
                .map(name -> graph.outputs().stream()
                        .filter(output -> output.name().equals(name))
                        .findFirst()
                        .orElse(new OnnxValueInfo(name, List.of())))
                .toList();
        return cut(graph, outputs);
    }

    private static OnnxGraph cut(OnnxGraph graph, List<OnnxValueInfo> outputs) {
        Set<String> needed = outputs.stream().map(OnnxValueInfo::name).collect(Collectors.toCollection(HashSet::new));
        Deque<OnnxNode> kept = new ArrayDeque<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            OnnxNode node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.addFirst(node);
                needed.addAll(node.inputs());
            }
        }
        Map<String, OnnxTensor> constants = graph.initialisers().entrySet().stream()
                .filter(constant -> needed.contains(constant.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        // All inputs stay, so that the network is called as before.
        return new OnnxGraph(graph.name(), graph.opset(), List.copyOf(kept), constants, graph.inputs(), outputs);
    }
}
