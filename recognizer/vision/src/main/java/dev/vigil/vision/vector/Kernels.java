package dev.vigil.vision.vector;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The packed weights of a network's convolutions. They depend on how its input lies, and on nothing else. Thread-safe.
 */
final class Kernels {
    private final Loops loops;
    private final RowLoops rowLoops;
    private final Map<Place, Kernel> packed = new ConcurrentHashMap<>();

    private record Place(Layer.Convolution layer, int row, int step) {}

    /** Those for vectors of so many bits. */
    Kernels(int bits) {
        this.loops = Vectors.loops(bits);
        this.rowLoops = Vectors.rowLoops(bits);
    }

    Loops loops() {
        return loops;
    }

    RowLoops rowLoops() {
        return rowLoops;
    }

    /**
     * Packs the weights, unless they are packed already.
     *
     * @param filter the layer's, with its window as it is on this input
     */
    Kernel of(Layer.Convolution layer, Filter filter, Geometry input) {
        return packed.computeIfAbsent(
                new Place(layer, input.row(), input.step()), p -> pack(layer.epilogue(), filter, input));
    }

    /** Packs both halves, unless they are packed already. */
    SeparableKernel of(Layer.Separable pair, Geometry input, int columns) {
        Filter depthwise = pair.depthwise().filter();
        Geometry between = new Geometry(1, 1, 1, depthwise.outputs, whole(depthwise.outputs), 0);
        return new SeparableKernel(
                (DepthwiseKernel) of(pair.depthwise(), depthwise, input),
                (DenseKernel) of(pair.pointwise(), pair.pointwise().filter(), between),
                columns);
    }

    private int whole(int channels) {
        return Geometry.whole(channels, loops.lanes());
    }

    private Kernel pack(Epilogue epilogue, Filter filter, Geometry input) {
        if (filter.depthwise) {
            boolean three = filter.rows == 3 && filter.columns == 3 && filter.window.isSolid();
            return new DepthwiseKernel(
                    this,
                    taps(filter, input),
                    filter.weights,
                    three ? input.row() : 0,
                    filter.window.strideX(),
                    epilogue);
        }
        if (input.planar()) { // every row of every plane is a piece
            return new DenseKernel(this, planes(filter, input), filter.columns, filter.weights, epilogue);
        }
        int[] taps = taps(filter, input);
        int channels = filter.inputs;
        float[] weights = channelsLast(filter, taps.length);
        if (taps.length == 1 && input.step() >= channels + channels % 2) {
            return new DenseKernel(this, new int[0], channels, weights, epilogue);
        }
        if (input.step() > channels || filter.window.dilationX() > 1) {
            return new DenseKernel(this, taps, channels, weights, epilogue);
        }
        int[] runs = new int[filter.rows]; // the columns of a window lie side by side
        for (int y = 0; y < runs.length; y++) {
            runs[y] = taps[y * filter.columns];
        }
        return new DenseKernel(this, runs, filter.columns * channels, weights, epilogue);
    }

    /** From {@code [output][channel][tap]} to {@code [output][tap][channel]}. */
    private static float[] channelsLast(Filter filter, int taps) {
        int channels = filter.inputs;
        float[] weights = new float[filter.weights.length];
        for (int o = 0; o < filter.outputs; o++) {
            for (int c = 0; c < channels; c++) {
                for (int t = 0; t < taps; t++) {
                    weights[(o * taps + t) * channels + c] = filter.weights[(o * channels + c) * taps + t];
                }
            }
        }
        return weights;
    }

    private static int[] planes(Filter filter, Geometry input) {
        int[] rows = new int[filter.inputs * filter.rows];
        for (int c = 0; c < filter.inputs; c++) {
            for (int y = 0; y < filter.rows; y++) {
                rows[c * filter.rows + y] = c * input.plane() + y * filter.window.dilationY() * input.row();
            }
        }
        return rows;
    }

    private static int[] taps(Filter filter, Geometry input) {
        int[] taps = new int[filter.rows * filter.columns];
        for (int y = 0; y < filter.rows; y++) {
            for (int x = 0; x < filter.columns; x++) {
                taps[y * filter.columns + x] =
                        y * filter.window.dilationY() * input.row() + x * filter.window.dilationX() * input.step();
            }
        }
        return taps;
    }
}
