package dev.vigil.vision.tfjs;

import dev.vigil.vision.onnx.OnnxAttribute;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a graph of ONNX step by step, for a picture {@code float32[n, 3, side, side]}; each step gives the name of its result. */
final class GraphWriter {
    /** Its input's name. */
    static final String INPUT = "input";

    private static final long OPSET = 11;

    private final String name;
    private final int side;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();

    GraphWriter(String name, int side) {
        this.name = name;
        this.side = side;
    }

    /**
     * How a window moves.
     *
     * @param stride its step
     * @param top pad over the map, and at its left
     * @param bottom pad under the map, and at its right
     */
    record Moves(int stride, int top, int bottom) {
        Map<String, OnnxAttribute> attributes(int size) {
            return Map.of(
                    "kernel_shape", wholes(size, size),
                    "strides", wholes(stride, stride),
                    "pads", wholes(top, top, bottom, bottom));
        }
    }

    /**
     * A convolution.
     *
     * @param weights {@code float32[outputs, inputs per group, size, size]}
     * @param bias one per output
     * @param groups 1, or as many as channels for a depthwise one
     */
    String convolution(String input, float[] weights, float[] bias, int size, Moves moves, int groups) {
        int outputs = bias.length;
        int inputs = weights.length / (outputs * size * size);
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(moves.attributes(size));
        attributes.put("group", new OnnxAttribute.Whole(groups));
        String kernel = constant(List.of((long) outputs, (long) inputs, (long) size, (long) size), weights);
        return node("Conv", List.of(input, kernel, constant(List.of((long) outputs), bias)), attributes);
    }

    String relu(String input) {
        return node("Relu", List.of(input), Map.of());
    }

    String sum(String a, String b) {
        return node("Add", List.of(a, b), Map.of());
    }

    String largest(String input, int size, Moves moves) {
        return node("MaxPool", List.of(input), moves.attributes(size));
    }

    /** The graph whose only output is {@code output}, of one number per channel, as {@code float32[n, channels]}. */
    OnnxGraph flat(String value, String output) {
        nodes.add(new OnnxNode(
                output, "Flatten", "", List.of(value), List.of(output), Map.of("axis", new OnnxAttribute.Whole(1))));
        return new OnnxGraph(
                name,
                OPSET,
                nodes,
                constants,
                List.of(new OnnxValueInfo(INPUT, List.of(-1L, 3L, (long) side, (long) side))),
                List.of(new OnnxValueInfo(output, List.of())));
    }

    private String node(String operator, List<String> inputs, Map<String, OnnxAttribute> attributes) {
        String result = "v" + nodes.size();
        nodes.add(new OnnxNode(result, operator, "", inputs, List.of(result), attributes));
        return result;
    }

    private String constant(List<Long> shape, float[] values) {
        String constant = "c" + constants.size();
        constants.put(constant, OnnxTensor.ofFloats(shape, values));
        return constant;
    }

    private static OnnxAttribute wholes(long... values) {
        return new OnnxAttribute.Wholes(java.util.Arrays.stream(values).boxed().toList());
    }
}
