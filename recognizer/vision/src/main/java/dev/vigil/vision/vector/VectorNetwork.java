package dev.vigil.vision.vector;

import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A network of convolutions on the CPU's vectors, in Java. Thread-safe; each call runs on its caller's thread alone, in arrays
 * that are kept for the next call of the same shape. The same input gives the same output, bit for bit, alone or in a batch.
 */
public final class VectorNetwork implements Network {
    /** Shapes of which it keeps arrays. */
    static final int MOST_KEPT = 32;

    /** Input floats of the pictures that are run at once: more would drive each other's maps out of the second cache. */
    private static final int TOGETHER = 16 * 1024;

    private final String id;
    private final OnnxGraph graph;
    private final List<Layer> layers;
    private final Kernels kernels;
    private final Map<Shape, ConcurrentLinkedQueue<Prepared>> idle = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private record Shape(int n, int c, int h, int w) {}

    private VectorNetwork(String id, OnnxGraph graph, int bits) {
        this.id = id;
        this.kernels = new Kernels(bits);
        this.graph = withConstants(graph);
        this.layers = Separables.paired(this.graph, Pruning.pruned(this.graph, Fusion.layers(this.graph)));
    }

    /** {@code Constant} nodes become initialisers. */
    private static OnnxGraph withConstants(OnnxGraph graph) {
        Map<String, OnnxTensor> constants = new HashMap<>(graph.initialisers());
        List<OnnxNode> others = new ArrayList<>();
        for (OnnxNode node : graph.nodes()) {
            Optional<OnnxTensor> constant =
                    node.operator().equals("Constant") ? node.constant("value") : Optional.empty();
            constant.ifPresentOrElse(tensor -> constants.put(node.outputs().get(0), tensor), () -> others.add(node));
        }
        return new OnnxGraph(graph.name(), graph.opset(), others, constants, graph.inputs(), graph.outputs());
    }

    /**
     * Makes a network of a graph whose input is {@code float32[n, c, h, w]}, on the vectors that Java prefers here.
     *
     * @param id for messages
     * @throws OnnxException if it has an operator, or a form of one, that is not known here; another engine may know it
     * @throws IllegalStateException if this Java lacks the vector module
     */
    public static VectorNetwork of(String id, OnnxGraph graph, int c, int h, int w) {
        return of(id, graph, c, h, w, Vectors.preferredBits());
    }

    /** As above, on vectors of that many bits. */
    static VectorNetwork of(String id, OnnxGraph graph, int c, int h, int w, int bits) {
        VectorNetwork network = new VectorNetwork(id, graph, bits);
        Shape shape = new Shape(1, c, h, w);
        network.giveBack(shape, Preparation.of(network.graph, network.layers, network.kernels, 1, c, h, w));
        return network;
    }

    /**
     * How many multiplications and additions the convolutions are for one picture, as the network is written: what this engine
     * leaves out is counted too.
     */
    public long operations(int c, int h, int w) {
        return Preparation.operations(graph, Fusion.layers(graph), kernels, c, h, w);
    }

    @Override
    public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
        long bytes = 4L * n * c * h * w;
        if (!input.isDirect() || input.order() != ByteOrder.nativeOrder() || input.capacity() < bytes || n < 1) {
            throw new IllegalArgumentException(
                    "The input of a network is a direct buffer in native order with " + bytes + " bytes.");
        }
        if (closed) {
            throw new IllegalStateException("The network " + id + " is closed.");
        }
        FloatBuffer floats =
                input.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
        int each = c * h * w;
        int together = Math.max(1, TOGETHER / each);
        List<List<Tensor>> parts = new ArrayList<>();
        for (int done = 0; done < n; done += together) {
            Shape shape = new Shape(Math.min(together, n - done), c, h, w);
            Prepared prepared = take(shape);
            parts.add(prepared.run(floats.slice(done * each, shape.n * each)));
            giveBack(shape, prepared);
        }
        return parts.size() == 1 ? parts.get(0) : Batches.joined(parts);
    }

    @Override
    public void close() {
        closed = true;
        idle.clear();
    }

    /** How many sets of arrays wait for the next call. */
    int kept() {
        return idle.values().stream().mapToInt(ConcurrentLinkedQueue::size).sum();
    }

    private Prepared take(Shape shape) {
        ConcurrentLinkedQueue<Prepared> same = idle.get(shape);
        Prepared kept = same == null ? null : same.poll();
        if (kept != null) {
            return kept;
        }
        try {
            return Preparation.of(graph, layers, kernels, shape.n, shape.c, shape.h, shape.w);
        } catch (OnnxException e) {
            throw new IllegalStateException("The network " + id + " failed on an input of shape " + shape + ".", e);
        }
    }

    private void giveBack(Shape shape, Prepared prepared) {
        if (closed) {
            return;
        }
        if (idle.size() >= MOST_KEPT && !idle.containsKey(shape)) {
            idle.clear();
        }
        idle.computeIfAbsent(shape, s -> new ConcurrentLinkedQueue<>()).add(prepared);
    }
}
