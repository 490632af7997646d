package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws into each convolution what follows it and touches every number by itself: batch normalisation and constant scales into
 * its weights, then a sum with another value, then the activation, as long as nobody else reads what lies between. The fused
 * layer stands where the last of its nodes stood, so that all it reads is there.
 */
final class Fusion {
    private final OnnxGraph graph;
    private final Map<String, List<OnnxNode>> readers = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<OnnxNode> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<OnnxNode, Layer> placed = new IdentityHashMap<>();

    private Fusion(OnnxGraph graph) {
        this.graph = graph;
        for (OnnxNode node : graph.nodes()) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, i -> new ArrayList<>())
                            .add(node));
        }
        graph.outputs().forEach(output -> wanted.add(output.name()));
    }

    /**
     * The layers of a graph, in an order in which they can run.
     *
     * @throws OnnxException if a convolution is of a kind that is not known here
     */
    static List<Layer> layers(OnnxGraph graph) {
        Fusion fusion = new Fusion(graph);
        for (OnnxNode node : graph.nodes()) {
            if (node.operator().equals("Conv") || node.operator().equals("Gemm")) {
                fusion.fuse(node);
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (OnnxNode node : graph.nodes()) {
            Layer fused = fusion.placed.get(node);
            if (fused != null) {
                layers.add(fused);
            } else if (!fusion.taken.contains(node)) {
                layers.add(new Layer.Other(node));
            }
        }
        return layers;
    }

    private void fuse(OnnxNode first) {
        Filter filter = filter(first);
        OnnxNode last = first;
        for (OnnxNode next = follower(last); next != null; next = follower(last)) {
            Filter folded = folded(filter, next, last);
            if (folded == null) {
                break;
            }
            filter = folded;
            last = take(next);
        }
        String residual = null;
        OnnxNode sum = follower(last);
        if (sum != null && sum.operator().equals("Add")) {
            String other = other(sum, last);
            if (!graph.initialisers().containsKey(other)
                    && !other.equals(last.outputs().get(0))) {
                residual = other;
                last = take(sum);
            }
        }
        Epilogue epilogue = Epilogue.of(filter.bias);
        OnnxNode activation = follower(last);
        Epilogue activated = activation == null ? null : Activation.of(activation, graph, epilogue);
        if (activation != null && activated != null) {
            epilogue = activated;
            last = take(activation);
        }
        taken.add(first);
        placed.put(
                last,
                new Layer.Convolution(
                        first.inputs().get(0),
                        filter,
                        epilogue,
                        residual,
                        last.outputs().get(0)));
    }

    private OnnxNode take(OnnxNode node) {
        taken.add(node);
        return node;
    }

    /** The only reader of the node's only output, unless it is taken already. */
    private @Nullable OnnxNode follower(OnnxNode node) {
        String output = node.outputs().get(0);
        List<OnnxNode> all = readers.getOrDefault(output, List.of());
        return all.size() == 1 && !wanted.contains(output) && !taken.contains(all.get(0)) ? all.get(0) : null;
    }

    private static String other(OnnxNode pair, OnnxNode producer) {
        String mine = producer.outputs().get(0);
        return pair.inputs().get(0).equals(mine)
                ? pair.inputs().get(1)
                : pair.inputs().get(0);
    }

    private @Nullable Filter folded(Filter filter, OnnxNode next, OnnxNode last) {
        return switch (next.operator()) {
            case "BatchNormalization" -> normalised(filter, next);
            case "Mul" -> {
                float[] by = perChannel(graph.initialisers().get(other(next, last)), filter.outputs);
                yield by == null ? null : filter.scaled(by, new float[1]);
            }
            case "Add" -> {
                float[] more = perChannel(graph.initialisers().get(other(next, last)), filter.outputs);
                yield more == null ? null : filter.scaled(new float[] {1}, more);
            }
            default -> null;
        };
    }

    private @Nullable Filter normalised(Filter filter, OnnxNode node) {
        if (node.whole("training_mode", 0) != 0) {
            return null;
        }
        float[] scale = constant(node, 1);
        float[] shift = constant(node, 2);
        float[] mean = constant(node, 3);
        float[] variance = constant(node, 4);
        float epsilon = node.real("epsilon", 1e-5f);
        float[] by = new float[scale.length];
        float[] more = new float[scale.length];
        for (int c = 0; c < by.length; c++) {
            by[c] = (float) (scale[c] / Math.sqrt((double) variance[c] + epsilon));
            more[c] = shift[c] - mean[c] * by[c];
        }
        return filter.scaled(by, more);
    }

    /** One number, or one for each channel of a map; null for anything else. */
    static float @Nullable [] perChannel(@Nullable OnnxTensor tensor, int channels) {
        if (tensor == null) {
            return null;
        }
        List<Long> shape = tensor.shape();
        boolean channel = shape.size() >= 3 && shape.get(shape.size() - 3) == channels;
        return tensor.count() == 1 || (channel && tensor.count() == channels) ? Filter.floats(tensor) : null;
    }

    private OnnxTensor tensor(OnnxNode node, int input) {
        OnnxTensor tensor = graph.initialisers().get(node.inputs().get(input));
        if (tensor == null) {
            throw new OnnxException(node.describe() + " computes its input " + input + " while running");
        }
        return tensor;
    }

    private float[] constant(OnnxNode node, int input) {
        return Filter.floats(tensor(node, input));
    }

    private Filter filter(OnnxNode node) {
        OnnxTensor weights = tensor(node, 1);
        int outputs = Math.toIntExact(weights.shape().get(0));
        float[] bias = node.hasInput(2) ? constant(node, 2) : new float[outputs];
        if (node.operator().equals("Conv")) {
            return Filter.convolution(node, weights, bias);
        }
        boolean plain = node.real("alpha", 1) == 1
                && node.real("beta", 1) == 1
                && node.whole("transA", 0) == 0
                && node.whole("transB", 0) == 1;
        if (!plain || bias.length != outputs) {
            throw new OnnxException(node.describe() + " is a product of another form");
        }
        return Filter.connected(Filter.floats(weights), bias);
    }
}
