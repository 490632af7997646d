package dev.vigil.vision.tfjs;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.tfjs.GraphWriter.Moves;

/**
 * The face recognition network of dlib (King, "High quality face recognition with deep metric learning", 2017; {@code
 * dlib_face_recognition_resnet_model_v1}, CC0), a ResNet of 29 convolutions over 150x150 RGB pixels, from the weights of {@code
 * @vladmandic/face-api}. Written as convolutions, sums and one pooling: means of windows, wider maps and pads at one end are
 * convolutions too, which every engine here runs.
 */
public final class DlibResNet {
    /** Width and height of its input. */
    public static final int SIDE = 150;
    /** How many numbers it gives. */
    public static final int DIMENSION = 128;

    private static final Moves STILL = new Moves(1, 0, 0);
    private static final Moves INSIDE = new Moves(2, 0, 0);
    private static final Moves SAME = new Moves(1, 1, 1);

    private final TfjsWeights weights;
    private final GraphWriter graph = new GraphWriter("dlib_face_recognition_resnet_model_v1", SIDE);

    private DlibResNet(TfjsWeights weights) {
        this.weights = weights;
    }

    /**
     * The graph: {@code float32[n, 3, 150, 150]} becomes {@code embedding}, {@code float32[n, 128]}.
     *
     * @throws dev.vigil.vision.onnx.OnnxException if a weight is missing
     */
    public static OnnxGraph of(TfjsWeights weights) {
        return new DlibResNet(weights).build();
    }

    private OnnxGraph build() {
        String map = graph.relu(scaled(GraphWriter.INPUT, "conv32_down", 3, 32, 7, INSIDE));
        map = graph.largest(map, 3, INSIDE); // 35x35
        map = block(block(block(map, "conv32_1", 32), "conv32_2", 32), "conv32_3", 32);
        map = narrowing(map, "conv64_down", 32, 64, /* missing= */ 0); // 17x17
        map = block(block(block(map, "conv64_1", 64), "conv64_2", 64), "conv64_3", 64);
        map = narrowing(map, "conv128_down", 64, 128, 0); // 8x8
        map = block(block(map, "conv128_1", 128), "conv128_2", 128);
        map = narrowing(map, "conv256_down", 128, 256, 1); // 4x4, of which the convolution gives 3x3
        map = block(block(map, "conv256_1", 256), "conv256_2", 256);
        map = narrowing(map, "conv256_down_out", 256, 256, 1); // 2x2, of which it gives 1x1
        return graph.flat(head(map), "embedding");
    }

    /** A convolution with its scale and shift drawn into its weights. */
    private String scaled(String input, String name, int inputs, int outputs, int size, Moves moves) {
        float[] filters = weights.of(name + "/conv/filters", size, size, inputs, outputs);
        float[] bias = weights.of(name + "/conv/bias", outputs);
        float[] scale = weights.of(name + "/scale/weights", outputs);
        float[] shift = weights.of(name + "/scale/biases", outputs);
        float[] kernel = outputsFirst(filters, size * size, inputs, outputs);
        int each = kernel.length / outputs;
        for (int at = 0; at < kernel.length; at++) {
            kernel[at] *= scale[at / each];
        }
        for (int out = 0; out < outputs; out++) {
            shift[out] += scale[out] * bias[out];
        }
        return graph.convolution(input, kernel, shift, size, moves, 1);
    }

    private String block(String input, String name, int channels) {
        String map = graph.relu(scaled(input, name + "/conv1", channels, channels, 3, SAME));
        return graph.relu(graph.sum(scaled(map, name + "/conv2", channels, channels, 3, SAME), input));
    }

    /** Half as high and wide; the sum of maps of different sizes takes zeros for what the smaller one lacks. */
    private String narrowing(String input, String name, int inputs, int outputs, int missing) {
        String map = graph.relu(scaled(input, name + "/conv1", inputs, outputs, 3, INSIDE));
        map = scaled(map, name + "/conv2", outputs, outputs, 3, SAME);
        if (missing > 0) {
            map = graph.convolution(map, ones(outputs), new float[outputs], 1, new Moves(1, 0, missing), outputs);
        }
        return graph.relu(graph.sum(map, halved(input, inputs, outputs)));
    }

    /** The mean of each 2x2 window, and zeros in the channels that are new. */
    private String halved(String input, int inputs, int outputs) {
        float[] kernel = new float[outputs * inputs * 4];
        for (int channel = 0; channel < inputs; channel++) {
            int at = (channel * inputs + channel) * 4;
            java.util.Arrays.fill(kernel, at, at + 4, .25f);
        }
        return graph.convolution(input, kernel, new float[outputs], 2, INSIDE, 1);
    }

    /** The mean of the last 2x2 map times the last matrix. */
    private String head(String map) {
        float[] matrix = weights.of("fc", 256, DIMENSION);
        float[] kernel = new float[256 * DIMENSION * 4];
        for (int in = 0; in < 256; in++) {
            for (int out = 0; out < DIMENSION; out++) {
                int at = (out * 256 + in) * 4;
                java.util.Arrays.fill(kernel, at, at + 4, matrix[in * DIMENSION + out] / 4);
            }
        }
        return graph.convolution(map, kernel, new float[DIMENSION], 2, STILL, 1);
    }

    /** From {@code [window, inputs, outputs]} to {@code [outputs, inputs, window]}. */
    static float[] outputsFirst(float[] filters, int window, int inputs, int outputs) {
        float[] kernel = new float[filters.length];
        for (int at = 0; at < window; at++) {
            for (int in = 0; in < inputs; in++) {
                for (int out = 0; out < outputs; out++) {
                    kernel[(out * inputs + in) * window + at] = filters[(at * inputs + in) * outputs + out];
                }
            }
        }
        return kernel;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
