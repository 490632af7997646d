package dev.vigil.benchmarks.networks;

import dev.vigil.vision.onnx.OnnxAttribute;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes graphs as ONNX files, so that ONNX Runtime runs the same part of a network, for any batch. */
final class OnnxFile {
    private OnnxFile() {}

    /** A whole file. */
    static byte[] file(OnnxGraph graph) {
        Proto proto = new Proto();
        graph.nodes().forEach(node -> proto.message(1, node(node)));
        proto.string(2, graph.name());
        graph.initialisers().forEach((name, tensor) -> proto.message(5, tensor(name, tensor)));
        graph.inputs().forEach(input -> proto.message(11, valueInfo(input)));
        graph.outputs().forEach(output -> proto.message(12, valueInfo(output)));
        return new Proto()
                .varint(1, 7)
                .message(7, proto)
                .message(8, new Proto().string(1, "").varint(2, graph.opset()))
                .toBytes();
    }

    /** The same graph for any batch: the input's first size is free, and reshapes keep it. */
    static OnnxGraph anyBatch(OnnxGraph graph) {
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

    private static Proto node(OnnxNode node) {
        Proto proto = new Proto();
        node.inputs().forEach(input -> proto.string(1, input));
        node.outputs().forEach(output -> proto.string(2, output));
        proto.string(3, node.name()).string(4, node.operator());
        for (Map.Entry<String, OnnxAttribute> attribute : node.attributes().entrySet()) {
            proto.message(5, attribute(attribute.getKey(), attribute.getValue()));
        }
        return proto;
    }

    private static Proto attribute(String name, OnnxAttribute attribute) {
        Proto proto = new Proto().string(1, name);
        if (attribute instanceof OnnxAttribute.Whole whole) {
            return proto.varint(3, whole.value()).varint(20, 2);
        }
        if (attribute instanceof OnnxAttribute.Real real) {
            return proto.float32(2, real.value()).varint(20, 1);
        }
        if (attribute instanceof OnnxAttribute.Text text) {
            return proto.string(4, text.value()).varint(20, 3);
        }
        if (attribute instanceof OnnxAttribute.Constant constant) {
            return proto.message(5, tensor("", constant.value())).varint(20, 4);
        }
        if (attribute instanceof OnnxAttribute.Wholes wholes) {
            wholes.values().forEach(value -> proto.varint(8, value));
            return proto.varint(20, 7);
        }
        if (attribute instanceof OnnxAttribute.Reals reals) {
            reals.values().forEach(value -> proto.float32(7, value));
            return proto.varint(20, 6);
        }
        throw new IllegalArgumentException("Can't write " + attribute + ".");
    }

    private static Proto tensor(String name, OnnxTensor tensor) {
        Proto proto = new Proto();
        tensor.shape().forEach(size -> proto.varint(1, size));
        ByteBuffer data = tensor.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return proto.varint(2, tensor.type().code()).string(8, name).bytes(9, bytes);
    }

    private static Proto valueInfo(OnnxValueInfo info) {
        Proto shape = new Proto();
        for (int i = 0; i < info.shape().size(); i++) {
            long size = info.shape().get(i);
            shape.message(1, size > 0 ? new Proto().varint(1, size) : new Proto().string(2, "free" + i));
        }
        Proto type = new Proto().varint(1, 1);
        if (!info.shape().isEmpty()) {
            type.message(2, shape);
        }
        return new Proto().string(1, info.name()).message(2, new Proto().message(1, type));
    }
}
