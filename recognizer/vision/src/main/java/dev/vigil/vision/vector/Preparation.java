package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a network ready for one shape of input: knows every shape, gives every map its place, and writes down the steps. */
final class Preparation {
    /** Floats of a map that does not stay in the second cache beside the weights. */
    private static final int LARGE = 24 * 1024;

    private final OnnxGraph graph;
    private final List<Layer> layers;
    private final Kernels kernels;
    private final Lifetimes lifetimes;
    private final Map<String, Value> values = new HashMap<>();
    private final List<Runnable> steps = new ArrayList<>();
    private final Buffers buffers = new Buffers();
    private final int batch;
    private final List<Sweep.Stage> sweep = new ArrayList<>();
    private final List<FeatureMap> unused = new ArrayList<>();
    private String swept = "";
    private long operations;

    private Preparation(OnnxGraph graph, List<Layer> layers, Kernels kernels, int batch) {
        this.graph = graph;
        this.layers = layers;
        this.kernels = kernels;
        this.batch = batch;
        this.lifetimes = Lifetimes.of(graph, layers);
    }

    /**
     * Prepares for {@code float32[n, c, h, w]}.
     *
     * @throws OnnxException if the network has an operator, or a form of one, that is not known here
     */
    static Prepared of(OnnxGraph graph, List<Layer> layers, Kernels kernels, int n, int c, int h, int w) {
        if (graph.inputs().size() != 1) {
            throw new OnnxException("The network has " + graph.inputs().size() + " inputs");
        }
        return new Preparation(graph, layers, kernels, n).prepare(c, h, w);
    }

    /** How many multiplications and additions the convolutions of the layers are for one picture. */
    static long operations(OnnxGraph graph, List<Layer> layers, Kernels kernels, int c, int h, int w) {
        Preparation preparation = new Preparation(graph, layers, kernels, 1);
        preparation.prepare(c, h, w);
        return preparation.operations;
    }

    private Prepared prepare(int c, int h, int w) {
        String name = graph.inputs().get(0).name();
        FeatureMap input = new FeatureMap(new Geometry(batch, h, w, c, step(name, c), lifetimes.halo(name)));
        values.put(name, new Value.Maps(input, false));
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (layer instanceof Layer.Convolution convolution) {
                if (!continues(convolution)) {
                    endSweep();
                }
                convolve(convolution);
                swept = convolution.output();
            } else if (layer instanceof Layer.Separable pair) {
                if (!continues(pair.depthwise())) {
                    endSweep();
                }
                separate(pair);
                swept = pair.pointwise().output();
            } else {
                endSweep();
                other(((Layer.Other) layer).node());
            }
            for (String over : lifetimes.endingWith(i)) {
                if (values.remove(over) instanceof Value.Maps maps && maps.map() != input) {
                    unused.add(maps.map());
                }
            }
        }
        endSweep();
        List<Value> outputs = new ArrayList<>();
        graph.outputs().forEach(output -> outputs.add(value(output.name())));
        return new Prepared(input, steps, outputs);
    }

    /** A picture stays in planes, as it came, where only convolutions over all of its colours read it. */
    private int step(String input, int channels) {
        boolean planes = layers.stream()
                        .flatMap(layer -> layer instanceof Layer.Separable pair
                                ? Stream.of(pair.depthwise(), pair.pointwise())
                                : Stream.of(layer))
                        .allMatch(layer -> takesPlanes(layer, input))
                && graph.outputs().stream().noneMatch(output -> output.name().equals(input));
        return planes ? 1 : padded(channels);
    }

    private static boolean takesPlanes(Layer layer, String input) {
        if (layer instanceof Layer.Other other) {
            return !other.node().inputs().contains(input);
        }
        Layer.Convolution convolution = (Layer.Convolution) layer;
        Filter filter = convolution.filter();
        return !input.equals(convolution.residual())
                && (!input.equals(convolution.input()) || (!filter.depthwise && filter.window.dilationX() == 1));
    }

    /** Whether it takes what the convolution before it gave, and the maps are large enough for that to matter. */
    private boolean continues(Layer.Convolution layer) {
        if (!layer.input().equals(swept) || layer.filter().wholeMap) {
            return false;
        }
        Geometry g = map(layer.input()).geometry;
        return g.h() * g.w() * g.step() >= LARGE;
    }

    /** What nobody reads any more serves later maps, once no band of the sweep can still want it. */
    private void endSweep() {
        if (!sweep.isEmpty()) {
            steps.add(new Sweep(sweep));
            sweep.clear();
        }
        swept = "";
        unused.forEach(buffers::giveBack);
        unused.clear();
    }

    private Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new OnnxException("the value \"" + name + "\" is not a picture's");
        }
        return value;
    }

    private FeatureMap map(String name) {
        if (value(name) instanceof Value.Maps maps) {
            return maps.map();
        }
        throw new OnnxException("the value \"" + name + "\" is not a map");
    }

    private void convolve(Layer.Convolution layer) {
        FeatureMap in = map(layer.input());
        Filter filter = layer.filter().over(in.geometry);
        Geometry to = result(filter, in.geometry, layer.output());
        FeatureMap out = buffers.take(to);
        stage(
                kernels.of(layer, filter, in.geometry),
                filter.window,
                filter.reach(),
                in,
                buffers.windows(in.geometry, to.h(), to.w(), filter.window),
                out,
                layer.residual());
        values.put(layer.output(), new Value.Maps(out, filter.wholeMap));
    }

    /** Both halves at once, unless the rows are too short for that. */
    private void separate(Layer.Separable pair) {
        FeatureMap in = map(pair.depthwise().input());
        Filter filter = pair.depthwise().filter();
        Geometry between = result(filter, in.geometry, pair.depthwise().output());
        if (between.w() < Loops.TILE) {
            convolve(pair.depthwise());
            convolve(pair.pointwise());
            return;
        }
        Geometry to =
                result(pair.pointwise().filter(), between, pair.pointwise().output());
        FeatureMap out = buffers.take(to);
        stage(
                kernels.of(pair, in.geometry, to.w()),
                filter.window,
                filter.reach(),
                in,
                buffers.windows(in.geometry, to.h(), to.w(), filter.window),
                out,
                pair.pointwise().residual());
        values.put(pair.pointwise().output(), new Value.Maps(out, false));
    }

    /** How the output of a filter lies. */
    private Geometry result(Filter filter, Geometry from, String value) {
        Filter.Window window = filter.window;
        int rows =
                windows(from.h() + window.top() + window.bottom(), filter.rows, window.dilationY(), window.strideY());
        int columns = windows(
                from.w() + window.left() + window.right(), filter.columns, window.dilationX(), window.strideX());
        boolean fits = filter.depthwise
                ? filter.outputs == from.c() && from.step() == padded(from.c())
                : filter.inputs == from.c();
        if (!fits || rows < 1 || columns < 1) {
            throw new OnnxException(
                    "a convolution does not fit its input of " + from.c() + " x " + from.h() + " x " + from.w());
        }
        operations += 2L * rows * columns * filter.weights.length;
        return geometry(rows, columns, filter.outputs, value);
    }

    private Geometry geometry(int rows, int columns, int channels, String value) {
        return new Geometry(batch, rows, columns, channels, padded(channels), lifetimes.halo(value));
    }

    private int padded(int channels) {
        return Geometry.whole(channels, kernels.loops().lanes());
    }

    private void stage(
            Kernel kernel,
            Filter.Window window,
            int reach,
            FeatureMap in,
            int[] from,
            FeatureMap out,
            @Nullable String residual) {
        int[] to = buffers.pixels(out.geometry);
        FeatureMap added = residual == null ? null : map(residual);
        if (added != null && !sameShape(added.geometry, out.geometry)) {
            throw new OnnxException("a sum broadcasts");
        }
        float[] sum = added == null ? buffers.zeros(out.geometry.step()) : added.data;
        int[] also = added == null ? buffers.nowhere(to.length) : buffers.pixels(added.geometry);
        Passage passage = new Passage(in, from, out, to, added != null, sum, also, kernel);
        sweep.add(new Sweep.Stage(kernel, window, reach, in.geometry.h(), out.geometry, passage));
    }

    private static boolean sameShape(Geometry a, Geometry b) {
        return a.n() == b.n() && a.h() == b.h() && a.w() == b.w() && a.c() == b.c() && a.step() == b.step();
    }

    private static int windows(int size, int kernel, int dilation, int stride) {
        return (size - (dilation * (kernel - 1) + 1)) / stride + 1;
    }

    private void other(OnnxNode node) {
        boolean constant = graph.initialisers().keySet().containsAll(node.inputs());
        if (constant && !ShapeArithmetic.OPERATORS.contains(node.operator())) {
            throw unknown(node);
        }
        values.put(node.outputs().get(0), result(node));
    }

    private Value result(OnnxNode node) {
        return switch (node.operator()) {
            case "Identity", "Dropout" -> value(node.inputs().get(0));
            case "Add" -> pointwise(node, node.inputs().get(0), node.inputs().get(1));
            case "Relu", "PRelu", "LeakyRelu" -> pointwise(node, node.inputs().get(0), null);
            case "Flatten" -> flattened(node);
            case "Reshape" -> reshaped(node);
            case "Shape", "Gather", "Unsqueeze", "Cast", "Squeeze" ->
                ShapeArithmetic.of(node, input -> operand(node, input), batch);
            case "Concat" -> concatenated(node);
            case "Transpose" -> channelsLast(node);
            case "Softmax" -> PlainOperators.softmax(node, graph.opset(), plain(node, 0), steps);
            case "Sigmoid" -> PlainOperators.sigmoid(plain(node, 0), steps);
            case "MaxPool" -> pooled(node);
            case "Resize", "Upsample" -> enlarged(node);
            default -> throw unknown(node);
        };
    }

    static OnnxException unknown(OnnxNode node) {
        return new OnnxException(node.describe() + " is not known to the vectors");
    }

    private Value operand(OnnxNode node, int input) {
        String name = node.inputs().get(input);
        OnnxTensor constant = graph.initialisers().get(name);
        return constant == null ? value(name) : integers(constant);
    }

    private static Value integers(OnnxTensor tensor) {
        return new Value.Integers(tensor.integers(), tensor.shape().isEmpty());
    }

    private Value.Plain plain(OnnxNode node, int input) {
        if (value(node.inputs().get(input)) instanceof Value.Plain plain) {
            return plain;
        }
        throw unknown(node);
    }

    /** A sum or an activation by itself: a depthwise convolution with a single weight of one. */
    private Value pointwise(OnnxNode node, String input, @Nullable String residual) {
        FeatureMap in = map(input);
        Geometry g = in.geometry;
        if (g.step() != padded(g.c())) {
            throw unknown(node);
        }
        Epilogue plain = Epilogue.of(new float[g.c()]);
        Epilogue epilogue = residual == null ? Activation.of(node, graph, plain) : plain;
        if (epilogue == null) {
            throw unknown(node);
        }
        float[] ones = new float[g.c()];
        Arrays.fill(ones, 1);
        DepthwiseKernel kernel = new DepthwiseKernel(kernels, new int[1], ones, 0, 1, epilogue);
        String output = node.outputs().get(0);
        FeatureMap out = buffers.take(geometry(g.h(), g.w(), g.c(), output));
        stage(kernel, Filter.Window.STILL, 1, in, buffers.pixels(g), out, residual);
        endSweep();
        return new Value.Maps(out, false);
    }

    private Value pooled(OnnxNode node) {
        FeatureMap in = wholeVectors(node);
        Geometry g = in.geometry;
        MapOperators.Pool pool = MapOperators.Pool.of(node);
        if (pool.rows(g.h()) < 1 || pool.columns(g.w()) < 1) {
            throw unknown(node);
        }
        FeatureMap out = buffers.take(geometry(
                pool.rows(g.h()), pool.columns(g.w()), g.c(), node.outputs().get(0)));
        steps.add(MapOperators.largest(pool, in, out));
        return new Value.Maps(out, false);
    }

    private Value enlarged(OnnxNode node) {
        FeatureMap in = wholeVectors(node);
        Geometry g = in.geometry;
        int[] by = MapOperators.factors(node, graph);
        FeatureMap out = buffers.take(
                geometry(g.h() * by[0], g.w() * by[1], g.c(), node.outputs().get(0)));
        steps.add(MapOperators.enlarged(in, out, by[0], by[1]));
        return new Value.Maps(out, false);
    }

    private FeatureMap wholeVectors(OnnxNode node) {
        FeatureMap in = map(node.inputs().get(0));
        if (in.geometry.step() != padded(in.geometry.c())) {
            throw unknown(node);
        }
        return in;
    }

    private Value flattened(OnnxNode node) {
        if (node.whole("axis", 1) != 1) {
            throw unknown(node);
        }
        return new Value.Maps(map(node.inputs().get(0)), true);
    }

    private Value reshaped(OnnxNode node) {
        if (!(operand(node, 1) instanceof Value.Integers wanted)) {
            throw unknown(node);
        }
        Value before = value(node.inputs().get(0));
        long declared = declaredBatch();
        if (before instanceof Value.Plain plain) {
            return new Value.Plain(plain.slot(), PlainOperators.shape(wanted.values(), plain.shape(), batch, declared));
        }
        Geometry g = map(node.inputs().get(0)).geometry;
        List<Long> shape = PlainOperators.shape(
                wanted.values(), List.of((long) g.n(), (long) g.c(), (long) g.h(), (long) g.w()), batch, declared);
        if (shape.size() != 2 || shape.get(0) != batch) {
            throw unknown(node);
        }
        return new Value.Maps(map(node.inputs().get(0)), true);
    }

    private long declaredBatch() {
        List<Long> shape = graph.inputs().get(0).shape();
        return shape.isEmpty() || shape.get(0) < 1 ? 0 : shape.get(0);
    }

    private Value concatenated(OnnxNode node) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            parts.add(operand(node, i));
        }
        if (parts.stream().allMatch(Value.Integers.class::isInstance)) {
            return ShapeArithmetic.joined(parts);
        }
        if (parts.stream().allMatch(Value.Plain.class::isInstance)) {
            return PlainOperators.joined(
                    node, parts.stream().map(Value.Plain.class::cast).toList(), steps);
        }
        return sideBySide(node);
    }

    private Value sideBySide(OnnxNode node) {
        List<FeatureMap> maps = node.inputs().stream().map(this::map).toList();
        Geometry first = maps.get(0).geometry;
        int channels = maps.stream().mapToInt(map -> map.geometry.c()).sum();
        boolean fit = maps.stream().allMatch(map -> map.geometry.h() == first.h() && map.geometry.w() == first.w());
        if (node.whole("axis", 1) != 1 || !fit) {
            throw unknown(node);
        }
        FeatureMap out = buffers.take(
                geometry(first.h(), first.w(), channels, node.outputs().get(0)));
        int[] to = buffers.pixels(out.geometry);
        int offset = 0;
        for (FeatureMap map : maps) {
            int[] from = buffers.pixels(map.geometry);
            int at = offset;
            int count = map.geometry.c();
            steps.add(() -> {
                for (int p = 0; p < to.length; p++) {
                    System.arraycopy(map.data, from[p], out.data, to[p] + at, count);
                }
            });
            offset += count;
        }
        int filled = out.geometry.step() - channels;
        if (filled > 0) { // the map may have served another layer
            steps.add(() -> {
                for (int pixel : to) {
                    Arrays.fill(out.data, pixel + channels, pixel + channels + filled, 0);
                }
            });
        }
        return new Value.Maps(out, false);
    }

    private Value channelsLast(OnnxNode node) {
        if (!node.wholes("perm").equals(java.util.Optional.of(List.of(0L, 2L, 3L, 1L)))) {
            throw unknown(node);
        }
        FeatureMap map = map(node.inputs().get(0));
        Value.Slot slot = new Value.Slot();
        steps.add(() -> slot.numbers = map.interleaved());
        Geometry g = map.geometry;
        return new Value.Plain(slot, List.of((long) g.n(), (long) g.h(), (long) g.w(), (long) g.c()));
    }
}
