package dev.vigil.vision.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.torchscript.Graphs;
import dev.vigil.vision.vector.Plain.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Single convolutions of every kind, on vectors of every width, against the textbook's loops. */
final class VectorConvolutionTest {
    /** One convolution; {@code groups} is 1, or the number of channels. */
    record Case(String name, int n, int c, int h, int w, int outputs, int ky, int kx, int groups, Window window) {}

    static Stream<Arguments> cases() {
        List<Arguments> all = new ArrayList<>();
        for (int bits : new int[] {128, 256, 512}) {
            for (Case each : shapes()) {
                all.add(Arguments.of(bits, each));
            }
        }
        return all.stream();
    }

    private static List<Case> shapes() {
        Window still = Window.of(1, 0);
        Window same = Window.of(1, 1);
        Window half = Window.of(2, 1);
        return List.of(
                new Case("1x1", 1, 8, 5, 7, 16, 1, 1, 1, still),
                new Case("1x1, channels that fill no vector", 2, 5, 3, 5, 11, 1, 1, 1, still),
                new Case("1x1 on an odd picture", 1, 3, 5, 5, 4, 1, 1, 1, still),
                new Case("1x1 with a stride", 1, 16, 9, 7, 8, 1, 1, 1, Window.of(2, 0)),
                new Case("one pixel", 1, 24, 1, 1, 40, 1, 1, 1, still),
                new Case("one pixel of each of many", 16, 24, 1, 1, 40, 1, 1, 1, still),
                new Case("three pixels", 3, 9, 1, 1, 3, 1, 1, 1, still),
                new Case("colours, halved", 2, 3, 11, 9, 16, 3, 3, 1, half),
                new Case("colours, 20 outputs, narrow", 2, 3, 9, 5, 20, 3, 3, 1, half),
                new Case("colours, dilated by columns", 1, 3, 9, 12, 8, 3, 3, 1, new Window(1, 1, 1, 2, 1, 2, 1, 2)),
                new Case("colours, a column", 1, 3, 6, 1, 8, 3, 1, 1, Window.of(1, 0)),
                new Case("grey", 1, 1, 8, 8, 8, 3, 3, 1, same),
                new Case("3x3 with whole vectors", 1, 16, 6, 6, 24, 3, 3, 1, same),
                new Case("3x3, 12 channels", 2, 12, 7, 5, 16, 3, 3, 1, same),
                new Case("dilated", 1, 8, 9, 9, 8, 3, 3, 1, new Window(1, 1, 2, 2, 2, 2, 2, 2)),
                new Case("dilated by rows", 1, 8, 9, 6, 8, 3, 2, 1, new Window(1, 1, 3, 0, 3, 1, 3, 1)),
                new Case("uneven pads", 1, 4, 6, 7, 5, 3, 3, 1, new Window(2, 1, 0, 1, 2, 0, 1, 1)),
                new Case("the whole map", 3, 6, 4, 3, 10, 4, 3, 1, still),
                new Case("much deeper than a block", 1, 200, 3, 3, 9, 3, 3, 1, same),
                new Case("depthwise", 1, 8, 9, 10, 8, 3, 3, 8, same),
                new Case("depthwise, many channels", 1, 300, 4, 9, 300, 3, 3, 300, same),
                new Case("depthwise, narrow", 2, 20, 5, 3, 20, 3, 3, 20, same),
                new Case("depthwise, halved", 2, 20, 9, 11, 20, 3, 3, 20, half),
                new Case("depthwise, long rows", 1, 24, 4, 150, 24, 3, 3, 24, same),
                new Case("depthwise, halved, long rows", 1, 24, 5, 301, 24, 3, 3, 24, half),
                new Case("depthwise, by three columns", 1, 8, 7, 16, 8, 3, 3, 8, new Window(1, 3, 1, 1, 1, 1, 1, 1)),
                new Case("depthwise, dilated", 1, 16, 9, 9, 16, 3, 3, 16, new Window(1, 1, 2, 2, 2, 2, 2, 2)),
                new Case("depthwise over the whole map", 2, 16, 7, 7, 16, 7, 7, 16, still),
                new Case("sixteen pictures", 16, 8, 5, 5, 8, 3, 3, 1, same));
    }

    @ParameterizedTest(name = "{0} bits: {1}")
    @MethodSource("cases")
    void givesWhatTheTextbookGives(int bits, Case each) {
        double[][][][] in = Plain.random(1, each.n, each.c, each.h, each.w);
        double[][][][] weights = Plain.random(2, each.outputs, each.c / each.groups, each.ky, each.kx);
        double[] bias = Plain.vector(3, each.outputs);
        double[] slopes = Plain.vector(4, each.outputs);
        OnnxGraph graph = convolution(each, weights, bias)
                .constant("s", OnnxTensor.ofFloats(List.of((long) each.outputs, 1L, 1L), floats(slopes)))
                .node("PRelu", List.of("y", "s"), List.of("z"))
                .build();
        float[] wanted = Plain.flat(Plain.prelu(Plain.convolve(in, weights, bias, each.groups, each.window), slopes));
        assertClose(run(bits, graph, in), wanted);
    }

    @ParameterizedTest(name = "{0} bits: {1}")
    @MethodSource("cases")
    void addsAResidualBeforeTheActivation(int bits, Case each) {
        double[][][][] in = Plain.random(5, each.n, each.c, each.h, each.w);
        double[][][][] weights = Plain.random(6, each.outputs, each.c / each.groups, each.ky, each.kx);
        double[] bias = Plain.vector(7, each.outputs);
        OnnxGraph graph = convolution(each, weights, bias)
                .constant("v", OnnxTensor.ofFloats(shape(weights), Plain.flat(weights)))
                .node("Relu", List.of("y"), List.of("r"))
                .node("Conv", List.of("x", "v"), List.of("t"), attributes(each))
                .node("Add", List.of("t", "r"), List.of("sum"))
                .node("Relu", List.of("sum"), List.of("z"))
                .build();
        double[] nothing = new double[each.outputs];
        double[][][][] first = Plain.prelu(Plain.convolve(in, weights, bias, each.groups, each.window), nothing);
        double[][][][] second = Plain.convolve(in, weights, nothing, each.groups, each.window);
        assertClose(run(bits, graph, in), Plain.flat(Plain.prelu(Plain.sum(first, second), nothing)));
    }

    @Test
    void refusesGroupsThatAreNotSingleChannels() {
        Case each = new Case("grouped", 1, 8, 5, 5, 8, 3, 3, 2, Window.of(1, 1));
        double[][][][] weights = Plain.random(2, 8, 4, 3, 3);
        OnnxGraph graph = convolution(each, weights, new double[8]).build();
        assertThatThrownBy(() -> VectorNetwork.of("test", graph, 8, 5, 5))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("conv0");
    }

    private static Graphs convolution(Case each, double[][][][] weights, double[] bias) {
        return Graphs.of(11, -1, each.c, each.h, each.w)
                .constant("w", OnnxTensor.ofFloats(shape(weights), Plain.flat(weights)))
                .constant("b", OnnxTensor.ofFloats(List.of((long) bias.length), floats(bias)))
                .node("Conv", List.of("x", "w", "b"), List.of("y"), attributes(each));
    }

    private static Object[] attributes(Case each) {
        Window w = each.window;
        return new Object[] {
            "group", each.groups,
            "strides", List.of(w.strideY(), w.strideX()),
            "pads", List.of(w.top(), w.left(), w.bottom(), w.right()),
            "dilations", List.of(w.dilationY(), w.dilationX())
        };
    }

    private static List<Long> shape(double[][][][] weights) {
        return List.of((long) weights.length, (long) weights[0].length, (long) weights[0][0].length, (long)
                weights[0][0][0].length);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static FloatBuffer run(int bits, OnnxGraph graph, double[][][][] in) {
        int c = in[0].length;
        int h = in[0][0].length;
        int w = in[0][0][0].length;
        try (VectorNetwork network = VectorNetwork.of("test", graph, c, h, w, bits)) {
            Tensor output =
                    network.run(direct(Plain.flat(in)), in.length, c, h, w).get(0);
            return output.values();
        }
    }

    static ByteBuffer direct(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    private static void assertClose(FloatBuffer given, float[] wanted) {
        assertThat(given.remaining()).isEqualTo(wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(given.get(i))
                    .as("number %d", i)
                    .isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(2e-4f + 2e-5f * Math.abs(wanted[i])));
        }
    }
}
