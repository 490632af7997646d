package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxAttribute;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds small graphs: input {@code x}, output the last node's first. */
public final class Graphs {
    private final long opset;
    private final List<Long> input;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();

    private Graphs(long opset, List<Long> input) {
        this.opset = opset;
        this.input = input;
    }

    /** A graph of that version whose input has that shape. */
    public static Graphs of(long opset, long... input) {
        return new Graphs(opset, java.util.Arrays.stream(input).boxed().toList());
    }

    /** One more constant. */
    public Graphs constant(String name, OnnxTensor tensor) {
        constants.put(name, tensor);
        return this;
    }

    /** Floats with values that vary. */
    public Graphs weights(String name, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(i * 1.7 + name.hashCode() % 10);
        }
        return constant(
                name, OnnxTensor.ofFloats(java.util.Arrays.stream(shape).boxed().toList(), values));
    }

    /** One more node; attributes as key, value, key, value, … */
    public Graphs node(String operator, List<String> inputs, List<String> outputs, Object... attributes) {
        Map<String, OnnxAttribute> map = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put((String) attributes[i], attribute(attributes[i + 1]));
        }
        nodes.add(new OnnxNode(
                operator.toLowerCase(java.util.Locale.ROOT) + nodes.size(), operator, "", inputs, outputs, map));
        return this;
    }

    /** The graph with all outputs of its last node. */
    public OnnxGraph build() {
        List<OnnxValueInfo> outputs = nodes.get(nodes.size() - 1).outputs().stream()
                .map(name -> new OnnxValueInfo(name, List.of()))
                .toList();
        return new OnnxGraph("test", opset, nodes, constants, List.of(new OnnxValueInfo("x", input)), outputs);
    }

    @SuppressWarnings("unchecked")
    private static OnnxAttribute attribute(Object value) {
        if (value instanceof Integer whole) {
            return new OnnxAttribute.Whole(whole);
        }
        if (value instanceof Float real) {
            return new OnnxAttribute.Real(real);
        }
        if (value instanceof String text) {
            return new OnnxAttribute.Text(text);
        }
        if (value instanceof OnnxTensor tensor) {
            return new OnnxAttribute.Constant(tensor);
        }
        return new OnnxAttribute.Wholes(
                ((List<Integer>) value).stream().map(Long::valueOf).toList());
    }
}
