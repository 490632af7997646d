package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import org.jspecify.annotations.Nullable;

/** Which nodes are activations that an {@link Epilogue} can do. */
final class Activation {
    private Activation() {}

    /** The epilogue with this node's activation; null if it is none of these. */
    static @Nullable Epilogue of(OnnxNode node, OnnxGraph graph, Epilogue before) {
        return switch (node.operator()) {
            case "Relu" -> before.activated(new float[1]);
            case "LeakyRelu" -> before.activated(new float[] {node.real("alpha", .01f)});
            case "PRelu" -> {
                OnnxTensor slopes = graph.initialisers().get(node.inputs().get(1));
                yield slopes != null && perChannel(slopes, before.channels())
                        ? before.activated(Filter.floats(slopes))
                        : null;
            }
            default -> null;
        };
    }

    /** One number for all channels, or {@code [channels, 1, 1]}: what broadcasts along the channels of a map. */
    private static boolean perChannel(OnnxTensor tensor, int channels) {
        int rank = tensor.shape().size();
        return tensor.count() == 1
                || (rank >= 3 && tensor.count() == channels && tensor.shape().get(rank - 3) == channels);
    }
}
