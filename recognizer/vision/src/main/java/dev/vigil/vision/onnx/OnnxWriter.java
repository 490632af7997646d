package dev.vigil.vision.onnx;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes graphs as ONNX files: of networks that come in another form, and of parts of networks. The same graph gives the same bytes.
 */
public final class OnnxWriter {
    private OnnxWriter() {}

    /**
     * A whole file.
     *
     * @throws IllegalArgumentException if a node has an attribute of a kind that {@link OnnxReader} does not read either
     */
    public static byte[] bytes(OnnxGraph graph) {
        ProtoWriter proto = new ProtoWriter();
        graph.nodes().forEach(node -> proto.message(1, node(node)));
        proto.string(2, graph.name());
        new TreeMap<>(graph.initialisers()).forEach((name, tensor) -> proto.message(5, tensor(name, tensor)));
        graph.inputs().forEach(input -> proto.message(11, valueInfo(input)));
        graph.outputs().forEach(output -> proto.message(12, valueInfo(output)));
        return new ProtoWriter()
                .varint(1, 7)
                .message(7, proto)
                .message(8, new ProtoWriter().string(1, "").varint(2, graph.opset()))
                .toBytes();
    }

    private static ProtoWriter node(OnnxNode node) {
        ProtoWriter proto = new ProtoWriter();
        node.inputs().forEach(input -> proto.string(1, input));
        node.outputs().forEach(output -> proto.string(2, output));
        proto.string(3, node.name()).string(4, node.operator());
        for (Map.Entry<String, OnnxAttribute> attribute : new TreeMap<>(node.attributes()).entrySet()) {
            proto.message(5, attribute(attribute.getKey(), attribute.getValue()));
        }
        return proto;
    }

    private static ProtoWriter attribute(String name, OnnxAttribute attribute) {
        ProtoWriter proto = new ProtoWriter().string(1, name);
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

    private static ProtoWriter tensor(String name, OnnxTensor tensor) {
        ProtoWriter proto = new ProtoWriter();
        tensor.shape().forEach(size -> proto.varint(1, size));
        ByteBuffer data = tensor.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return proto.varint(2, tensor.type().code()).string(8, name).bytes(9, bytes);
    }

    private static ProtoWriter valueInfo(OnnxValueInfo info) {
        ProtoWriter shape = new ProtoWriter();
        for (int i = 0; i < info.shape().size(); i++) {
            long size = info.shape().get(i);
            shape.message(1, size > 0 ? new ProtoWriter().varint(1, size) : new ProtoWriter().string(2, "free" + i));
        }
        ProtoWriter type = new ProtoWriter().varint(1, 1);
        if (!info.shape().isEmpty()) {
            type.message(2, shape);
        }
        return new ProtoWriter().string(1, info.name()).message(2, new ProtoWriter().message(1, type));
    }
}
