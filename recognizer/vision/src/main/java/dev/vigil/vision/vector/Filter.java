package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.Collections;
import java.util.List;

/**
 * A convolution's weights and how they move over the map. Nobody writes into the arrays.
 *
 * <p>A fully connected layer is one whose window is the whole map: {@link #wholeMap}.
 */
final class Filter {
    /** {@code float[output][input of its group][kernel rows][kernel columns]}. */
    final float[] weights;

    final float[] bias;
    final int outputs;
    /** Input channels that each output sees: all, or 1 for a depthwise convolution. */
    final int inputs;

    final int rows;
    final int columns;
    final boolean depthwise;
    final boolean wholeMap;
    final Window window;

    /** Steps, pads and dilation, each by rows and columns. */
    record Window(int strideY, int strideX, int top, int left, int bottom, int right, int dilationY, int dilationX) {
        static final Window STILL = new Window(1, 1, 0, 0, 0, 0, 1, 1);

        /** The border of zeros that it reads. */
        int halo() {
            return Math.max(Math.max(top, bottom), Math.max(left, right));
        }

        /** Whether it has no gaps. */
        boolean isSolid() {
            return dilationX == 1 && dilationY == 1;
        }
    }

    private Filter(
            float[] weights,
            float[] bias,
            int inputs,
            int rows,
            int columns,
            boolean depthwise,
            boolean wholeMap,
            Window window) {
        this.weights = weights;
        this.bias = bias;
        this.outputs = bias.length;
        this.inputs = inputs;
        this.rows = rows;
        this.columns = columns;
        this.depthwise = depthwise;
        this.wholeMap = wholeMap;
        this.window = window;
    }

    /** Of a {@code Conv} node. */
    static Filter convolution(OnnxNode node, OnnxTensor weights, float[] bias) {
        List<Long> shape = weights.shape();
        long group = node.whole("group", 1);
        String auto = node.text("auto_pad", "NOTSET");
        boolean depthwise = group > 1 && shape.get(1) == 1 && group == shape.get(0);
        if (shape.size() != 4 || (group > 1 && !depthwise) || !(auto.equals("NOTSET") || auto.equals("VALID"))) {
            throw new OnnxException(node.describe() + " is a convolution of another kind");
        }
        List<Long> pads = auto.equals("VALID") ? zeros() : node.wholes("pads").orElse(zeros());
        List<Long> strides = node.wholes("strides").orElse(List.of(1L, 1L));
        List<Long> dilations = node.wholes("dilations").orElse(List.of(1L, 1L));
        Window window = new Window(
                whole(strides, 0),
                whole(strides, 1),
                whole(pads, 0),
                whole(pads, 1),
                whole(pads, 2),
                whole(pads, 3),
                whole(dilations, 0),
                whole(dilations, 1));
        return new Filter(
                floats(weights), bias, whole(shape, 1), whole(shape, 2), whole(shape, 3), depthwise, false, window);
    }

    /** Of a fully connected layer, {@code weights[outputs, inputs]} as ONNX orders a flattened map. */
    static Filter connected(float[] weights, float[] bias) {
        return new Filter(weights, bias, weights.length / bias.length, 1, 1, false, true, Window.STILL);
    }

    /** A fully connected layer as a convolution over the map that was flattened for it: ONNX orders both alike. */
    Filter over(Geometry map) {
        return wholeMap && inputs == map.c() * map.h() * map.w()
                ? new Filter(weights, bias, map.c(), map.h(), map.w(), false, true, window)
                : this;
    }

    /** The same with every output multiplied and shifted: {@code scale · (this) + shift}. */
    Filter scaled(float[] scale, float[] shift) {
        float[] w = weights.clone();
        float[] b = bias.clone();
        int each = w.length / outputs;
        for (int o = 0; o < outputs; o++) {
            float by = scale.length == 1 ? scale[0] : scale[o];
            for (int i = 0; i < each; i++) {
                w[o * each + i] *= by;
            }
            b[o] = b[o] * by + (shift.length == 1 ? shift[0] : shift[o]);
        }
        return new Filter(w, b, inputs, rows, columns, depthwise, wholeMap, window);
    }

    /** Rows of the input that one output row sees. */
    int reach() {
        return window.dilationY() * (rows - 1) + 1;
    }

    /** Only these outputs. */
    Filter outputs(int... channels) {
        return new Filter(
                picked(weights, channels, weights.length / outputs),
                picked(bias, channels, 1),
                inputs,
                rows,
                columns,
                depthwise,
                wholeMap,
                window);
    }

    /** Only these inputs, as if the others were zero; not of a depthwise convolution. */
    Filter inputs(int... channels) {
        int area = rows * columns;
        float[] kept = new float[outputs * channels.length * area];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < channels.length; i++) {
                System.arraycopy(
                        weights, (o * inputs + channels[i]) * area, kept, (o * channels.length + i) * area, area);
            }
        }
        return new Filter(kept, bias, channels.length, rows, columns, depthwise, wholeMap, window);
    }

    /** Some pieces of an array, {@code each} floats long. */
    static float[] picked(float[] from, int[] pieces, int each) {
        float[] picked = new float[pieces.length * each];
        for (int i = 0; i < pieces.length; i++) {
            System.arraycopy(from, pieces[i] * each, picked, i * each, each);
        }
        return picked;
    }

    private static List<Long> zeros() {
        return Collections.nCopies(4, 0L);
    }

    private static int whole(List<Long> values, int index) {
        return Math.toIntExact(values.get(index));
    }

    static float[] floats(OnnxTensor tensor) {
        List<Float> boxed = tensor.floats();
        float[] floats = new float[boxed.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = boxed.get(i);
        }
        return floats;
    }
}
