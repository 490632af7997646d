package dev.vigil.vision.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network: nodes in the order in which they can be computed.
 *
 * @param name as the file has it
 * @param opset version of ONNX's own operators
 * @param nodes each uses only what stands before it
 * @param initialisers the constants, by name
 * @param inputs without the constants
 * @param outputs at least one
 */
public record OnnxGraph(
        String name,
        long opset,
        List<OnnxNode> nodes,
        Map<String, OnnxTensor> initialisers,
        List<OnnxValueInfo> inputs,
        List<OnnxValueInfo> outputs) {
    /**
     * Copies the lists and checks that everything that is used is there.
     *
     * @throws OnnxException if a node or an output uses a value that nothing before it gives, or two give the same
     */
    public OnnxGraph {
        nodes = List.copyOf(nodes);
        initialisers = Map.copyOf(initialisers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        Set<String> known = new HashSet<>(initialisers.keySet());
        for (OnnxValueInfo input : inputs) {
            define(known, input.name(), "an input");
        }
        for (OnnxNode node : nodes) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !known.contains(input)) {
                    throw new OnnxException(node.describe() + " uses the value " + Shown.quoted(input)
                            + ", which nothing before it gives");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    define(known, output, node.describe());
                }
            }
        }
        for (OnnxValueInfo output : outputs) {
            if (!known.contains(output.name())) {
                throw new OnnxException("its output " + Shown.quoted(output.name()) + " is given by no node");
            }
        }
        if (outputs.isEmpty()) {
            throw new OnnxException("it has no output");
        }
    }

    private static void define(Set<String> known, String value, String by) {
        if (!known.add(value)) {
            throw new OnnxException("the value " + Shown.quoted(value) + " of " + by + " is there already");
        }
    }
}
