package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The text of {@code forward} as it grows. Names of the file never enter it: values are numbered. One graph, one writer. */
final class ScriptWriter {
    private final OnnxGraph graph;
    private final Map<String, Value> values = new HashMap<>();
    private final List<OnnxTensor> constants = new ArrayList<>();
    private final IdentityHashMap<OnnxTensor, String> constantNames = new IdentityHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private int lets;

    ScriptWriter(OnnxGraph graph) {
        this.graph = graph;
        graph.initialisers().forEach((name, tensor) -> values.put(name, new Value.Known(tensor)));
        for (int i = 0; i < graph.inputs().size(); i++) {
            values.put(graph.inputs().get(i).name(), new Value.Numbers("x" + i));
        }
    }

    long opset() {
        return graph.opset();
    }

    String batch() {
        return "torch.size(x0, 0)";
    }

    long declaredBatch() {
        List<Long> shape =
                graph.inputs().isEmpty() ? List.of() : graph.inputs().get(0).shape();
        return shape.isEmpty() || shape.get(0) < 1 ? 0 : shape.get(0);
    }

    Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new OnnxException("the value \"" + name + "\" is an output that its operator does not give here");
        }
        return value;
    }

    void define(String name, Value value) {
        values.put(name, value);
    }

    String let(String expression) {
        String name = "v" + lets++;
        body.append("    ").append(name).append(" = ").append(expression).append('\n');
        return name;
    }

    String constant(OnnxTensor tensor) {
        return constantNames.computeIfAbsent(tensor, t -> {
            constants.add(t);
            return "self." + Script.constantName(constants.size() - 1);
        });
    }

    /** The finished text. */
    Script finish() {
        List<String> outputs = new ArrayList<>();
        graph.outputs().forEach(output -> outputs.add(asTensor(value(output.name()))));
        String result = outputs.size() == 1 ? outputs.get(0) : "(" + String.join(", ", outputs) + ")";
        body.append("    return ").append(result).append('\n');
        return new Script(graph.inputs().size(), outputs.size(), body.toString(), constants);
    }

    private String asTensor(Value value) {
        if (value instanceof Value.Numbers numbers) {
            return numbers.text();
        }
        if (value instanceof Value.Known known) {
            return constant(known.tensor());
        }
        throw new OnnxException("one of its outputs is a shape, which is not supported");
    }
}
