package dev.vigil.vision.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.model.Networks;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.model.TorchNetwork;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operator, and each of its forms, in libtorch as in ONNX Runtime. */
final class OperatorsIT {
    @ParameterizedTest
    @MethodSource("graphs")
    void givesWhatOnnxRuntimeGives(OnnxGraph graph, @TempDir Path folder) throws Exception {
        long[] shape = graph.inputs().get(0).shape().stream()
                .mapToLong(size -> size < 1 ? 2 : size)
                .toArray();
        ByteBuffer input = input(shape);
        try (OrtNetwork anchor = new OrtNetwork(OnnxWriter.bytes(graph));
                TorchNetwork network = Networks.compiled(graph, folder)) {
            List<Tensor> wanted = anchor.run(input, shape);
            List<Tensor> given = network.run(input, (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
            assertThat(given).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(given.get(i).shape()).isEqualTo(wanted.get(i).shape());
                FloatBuffer a = given.get(i).values();
                FloatBuffer b = wanted.get(i).values();
                while (b.hasRemaining()) {
                    float expected = b.get();
                    assertThat(a.get())
                            .isCloseTo(
                                    expected, org.assertj.core.data.Offset.offset(1e-4f + 1e-4f * Math.abs(expected)));
                }
            }
        }
    }

    private static ByteBuffer input(long[] shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        ByteBuffer input = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            input.putFloat(i * Float.BYTES, random.nextFloat() * 4 - 2);
        }
        return input;
    }

    static Stream<Named<OnnxGraph>> graphs() {
        return Stream.of(windows(), numbers(), shapes(), products(), others()).flatMap(s -> s);
    }

    private static Stream<Named<OnnxGraph>> windows() {
        List<String> xw = List.of("x", "w");
        List<String> y = List.of("y");
        return Stream.of(
                named(
                        "depthwise, dilated",
                        map().weights("w", 4, 1, 3, 3)
                                .weights("b", 4)
                                .node(
                                        "Conv",
                                        List.of("x", "w", "b"),
                                        y,
                                        "group",
                                        4,
                                        "dilations",
                                        List.of(2, 1),
                                        "pads",
                                        List.of(2, 1, 2, 1))),
                named(
                        "uneven pads, strides",
                        map().weights("w", 2, 4, 3, 2)
                                .node("Conv", xw, y, "strides", List.of(2, 1), "pads", List.of(0, 1, 2, 0))),
                named("VALID", map().weights("w", 2, 4, 3, 3).node("Conv", xw, y, "auto_pad", "VALID")),
                named(
                        "transposed",
                        map().weights("w", 4, 2, 3, 3)
                                .node(
                                        "ConvTranspose",
                                        xw,
                                        y,
                                        "strides",
                                        List.of(2, 2),
                                        "pads",
                                        List.of(1, 1, 1, 1),
                                        "output_padding",
                                        List.of(1, 1))),
                named(
                        "max pool",
                        map().node(
                                        "MaxPool",
                                        List.of("x"),
                                        y,
                                        "kernel_shape",
                                        List.of(3, 3),
                                        "strides",
                                        List.of(2, 2),
                                        "pads",
                                        List.of(1, 1, 1, 1))),
                named(
                        "max pool, uneven",
                        map().node(
                                        "MaxPool",
                                        List.of("x"),
                                        y,
                                        "kernel_shape",
                                        List.of(2, 3),
                                        "pads",
                                        List.of(0, 0, 1, 2))),
                named(
                        "max pool, ceiling",
                        map().node(
                                        "MaxPool",
                                        List.of("x"),
                                        y,
                                        "kernel_shape",
                                        List.of(2, 2),
                                        "strides",
                                        List.of(2, 2),
                                        "ceil_mode",
                                        1)),
                named(
                        "mean pool",
                        map().node(
                                        "AveragePool",
                                        List.of("x"),
                                        y,
                                        "kernel_shape",
                                        List.of(3, 3),
                                        "pads",
                                        List.of(1, 1, 1, 1))),
                named(
                        "mean pool, pads count",
                        map().node(
                                        "AveragePool",
                                        List.of("x"),
                                        y,
                                        "kernel_shape",
                                        List.of(3, 3),
                                        "pads",
                                        List.of(1, 0, 1, 1),
                                        "count_include_pad",
                                        1)),
                named("global mean", map().node("GlobalAveragePool", List.of("x"), y)),
                named("global max", map().node("GlobalMaxPool", List.of("x"), y)),
                named(
                        "resize",
                        map().constant("region", OnnxTensor.ofFloats(List.of(0L)))
                                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 3))
                                .node(
                                        "Resize",
                                        List.of("x", "region", "scales"),
                                        y,
                                        "mode",
                                        "nearest",
                                        "coordinate_transformation_mode",
                                        "asymmetric",
                                        "nearest_mode",
                                        "floor")),
                named(
                        "pad",
                        map().constant("pads", OnnxTensor.ofIntegers(List.of(0L, 0L, 1L, 2L, 0L, 1L, 3L, 0L)))
                                .constant("v", OnnxTensor.ofFloats(List.of(), 2.5f))
                                .node("Pad", List.of("x", "pads", "v"), y, "mode", "constant")));
    }

    private static Stream<Named<OnnxGraph>> numbers() {
        List<String> x = List.of("x");
        List<String> y = List.of("y");
        Stream<Named<OnnxGraph>> plain = Stream.of(
                        "Relu",
                        "Sigmoid",
                        "Tanh",
                        "Exp",
                        "Abs",
                        "Neg",
                        "Floor",
                        "Ceil",
                        "Erf",
                        "Sin",
                        "Cos",
                        "Reciprocal",
                        "Identity",
                        "Dropout",
                        "LeakyRelu",
                        "Elu",
                        "HardSigmoid")
                .map(name -> named(name, map().node(name, x, y)));
        Stream<Named<OnnxGraph>> pairs = Stream.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum")
                .map(name -> named(name, map().weights("w", 4, 1, 1).node(name, List.of("x", "w"), y)));
        Stream<Named<OnnxGraph>> others = Stream.of(
                named("roots", map().node("Abs", x, List.of("a")).node("Sqrt", List.of("a"), y)),
                named("logarithm", map().node("Exp", x, List.of("a")).node("Log", List.of("a"), y)),
                named(
                        "power",
                        map().constant("two", OnnxTensor.ofFloats(List.of(), 2)).node("Pow", List.of("x", "two"), y)),
                named("prelu per channel", map().weights("w", 4, 1, 1).node("PRelu", List.of("x", "w"), y)),
                named("prelu, one slope", map().weights("w", 1).node("PRelu", List.of("x", "w"), y)),
                named("prelu per column", map().weights("w", 6).node("PRelu", List.of("x", "w"), y)),
                named("clip by attributes", Graphs.of(9, 2, 4, 5, 6).node("Clip", x, y, "min", -.5f, "max", 1f)),
                named(
                        "clip by inputs",
                        map().constant("high", OnnxTensor.ofFloats(List.of(), .5f))
                                .node("Clip", List.of("x", "", "high"), y)),
                named("clip without bounds", map().node("Clip", x, List.of("a")).node("Relu", List.of("a"), y)),
                named("softmax of the last axis", Graphs.of(13, 2, 4, 5, 6).node("Softmax", x, y)),
                named("softmax over axes together", Graphs.of(9, 2, 4, 5, 6).node("Softmax", x, y, "axis", 2)),
                named("log softmax", Graphs.of(9, 2, 4, 5, 6).node("LogSoftmax", x, y, "axis", 3)),
                named("mean over a map", map().node("ReduceMean", x, y, "axes", List.of(2, 3), "keepdims", 0)),
                named(
                        "sum over channels",
                        Graphs.of(13, 2, 4, 5, 6)
                                .constant("axes", OnnxTensor.ofIntegers(List.of(1L)))
                                .node("ReduceSum", List.of("x", "axes"), y)),
                named("largest over a column", map().node("ReduceMax", x, y, "axes", List.of(-1))));
        return Stream.of(plain, pairs, others).flatMap(s -> s);
    }

    private static Stream<Named<OnnxGraph>> shapes() {
        List<String> x = List.of("x");
        List<String> y = List.of("y");
        return Stream.of(
                named("transpose", map().node("Transpose", x, y, "perm", List.of(0, 2, 3, 1))),
                named(
                        "reshape with 0 and -1",
                        map().constant("s", OnnxTensor.ofIntegers(List.of(0L, -1L, 3L)))
                                .node("Reshape", List.of("x", "s"), y)),
                named("flatten at 1", map().node("Flatten", x, y)),
                named("flatten at 0", map().node("Flatten", x, y, "axis", 0)),
                named("flatten at 2", map().node("Flatten", x, y, "axis", 2)),
                named("concat", map().weights("w", 2, 4, 5, 1).node("Concat", List.of("x", "w", "x"), y, "axis", 3)),
                named(
                        "unsqueeze, squeeze",
                        map().node("Unsqueeze", x, List.of("a"), "axes", List.of(1, 0))
                                .node("Squeeze", List.of("a"), y, "axes", List.of(0, 1))),
                named(
                        "slices",
                        Graphs.of(9, 2, 4, 5, 6)
                                .node(
                                        "Slice",
                                        x,
                                        y,
                                        "starts",
                                        List.of(1, -3),
                                        "ends",
                                        List.of(100, -1),
                                        "axes",
                                        List.of(1, 3))),
                named(
                        "slices with steps",
                        map().constant("s", OnnxTensor.ofIntegers(List.of(0L)))
                                .constant("e", OnnxTensor.ofIntegers(List.of(Long.MAX_VALUE)))
                                .constant("a", OnnxTensor.ofIntegers(List.of(-1L)))
                                .constant("t", OnnxTensor.ofIntegers(List.of(2L)))
                                .node("Slice", List.of("x", "s", "e", "a", "t"), y)),
                named(
                        "gather several",
                        map().constant("i", OnnxTensor.ofIntegers(List.of(2L, 0L)))
                                .node("Gather", List.of("x", "i"), y, "axis", 1)),
                named(
                        "gather one",
                        map().constant("i", OnnxTensor.ofIntegers(List.of(-1L)).reshaped(List.of()))
                                .node("Gather", List.of("x", "i"), y, "axis", 2)),
                named(
                        "split in named parts",
                        map().node("Split", x, List.of("y", "z"), "axis", 3, "split", List.of(2, 4))),
                named("split evenly", map().node("Split", x, List.of("y", "z"), "axis", 1)),
                named(
                        "cast to and fro",
                        map().node("Cast", x, List.of("a"), "to", 7).node("Cast", List.of("a"), y, "to", 1)),
                named(
                        "a shape computed while running",
                        Graphs.of(11, -1, 4, -1, -1)
                                .node("Shape", x, List.of("s"))
                                .constant(
                                        "zero",
                                        OnnxTensor.ofIntegers(List.of(0L)).reshaped(List.of()))
                                .constant(
                                        "one",
                                        OnnxTensor.ofIntegers(List.of(1L)).reshaped(List.of()))
                                .constant(
                                        "two",
                                        OnnxTensor.ofIntegers(List.of(2L)).reshaped(List.of()))
                                .constant("rest", OnnxTensor.ofIntegers(List.of(-1L)))
                                .node("Gather", List.of("s", "zero"), List.of("n"))
                                .node("Gather", List.of("s", "one"), List.of("c"))
                                .node("Div", List.of("c", "two"), List.of("half"))
                                .node("Unsqueeze", List.of("n"), List.of("n1"), "axes", List.of(0))
                                .node("Unsqueeze", List.of("half"), List.of("h1"), "axes", List.of(0))
                                .node("Concat", List.of("n1", "h1", "rest"), List.of("target"), "axis", 0)
                                .node("Reshape", List.of("x", "target"), y)),
                named(
                        "a part of a shape",
                        Graphs.of(9, 2, 4, 5, 6)
                                .node("Shape", x, List.of("s"))
                                .node(
                                        "Slice",
                                        List.of("s"),
                                        List.of("n"),
                                        "starts",
                                        List.of(0),
                                        "ends",
                                        List.of(2),
                                        "axes",
                                        List.of(0))
                                .constant("rest", OnnxTensor.ofIntegers(List.of(-1L)))
                                .node("Concat", List.of("n", "rest"), List.of("target"), "axis", 0)
                                .node("Reshape", List.of("x", "target"), y)));
    }

    private static Stream<Named<OnnxGraph>> products() {
        List<String> y = List.of("y");
        return Stream.of(
                named("matmul", map().weights("w", 6, 3).node("MatMul", List.of("x", "w"), y)),
                named(
                        "linear",
                        rows().weights("w", 3, 6).weights("b", 3).node("Gemm", List.of("r", "w", "b"), y, "transB", 1)),
                named(
                        "gemm with factors",
                        rows().weights("w", 6, 3)
                                .weights("b", 40, 3)
                                .node("Gemm", List.of("r", "w", "b"), y, "alpha", .5f, "beta", 2f)),
                named("gemm transposed", rows().weights("w", 40, 3).node("Gemm", List.of("r", "w"), y, "transA", 1)),
                named(
                        "batch normalisation",
                        map().weights("w", 4)
                                .weights("b", 4)
                                .weights("m", 4)
                                .constant("v", OnnxTensor.ofFloats(List.of(4L), 1, 2, .5f, 3))
                                .node("BatchNormalization", List.of("x", "w", "b", "m", "v"), y, "epsilon", 1e-3f)));
    }

    /** What other people's networks are made of, beside the catalogue's. */
    private static Stream<Named<OnnxGraph>> others() {
        List<String> x = List.of("x");
        List<String> y = List.of("y");
        Stream<Named<OnnxGraph>> activations = Stream.of("HardSwish", "Softplus", "Mish", "Selu", "Sign", "Round")
                .map(name -> named(name, Graphs.of(18, 2, 4, 5, 6).node(name, x, y)));
        Stream<Named<OnnxGraph>> reductions = Stream.of(
                        "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceMean", "ReduceMax")
                .flatMap(name -> Stream.of(
                        named(name + " of a row", map().node(name, x, y, "axes", List.of(1), "keepdims", 1)),
                        named(name + " of all", map().node(name, x, y))));
        return Stream.of(activations, reductions, norms(), resized(), padded()).flatMap(s -> s);
    }

    private static Stream<Named<OnnxGraph>> norms() {
        List<String> x = List.of("x");
        List<String> y = List.of("y");
        return Stream.of(
                named(
                        "unit length, as PyTorch writes it",
                        map().node("ReduceL2", x, List.of("l"), "axes", List.of(-1), "keepdims", 1)
                                .constant("least", OnnxTensor.ofFloats(List.of(), 1e-12f))
                                .node("Clip", List.of("l", "least"), List.of("c"))
                                .node("Shape", x, List.of("s"))
                                .node("Expand", List.of("c", "s"), List.of("e"))
                                .node("Div", List.of("x", "e"), y)),
                named(
                        "expand that shrinks nothing",
                        map().constant("s", OnnxTensor.ofIntegers(List.of(3L, 1L, 1L, 1L, 6L)))
                                .node("Expand", List.of("x", "s"), y)),
                named("unit length by its own operator", map().node("LpNormalization", x, y, "axis", 1, "p", 2)),
                named("sums of 1", map().node("LpNormalization", x, y, "axis", 3, "p", 1)),
                named(
                        "instance normalisation",
                        map().weights("w", 4).weights("b", 4).node("InstanceNormalization", List.of("x", "w", "b"), y)),
                named(
                        "layer normalisation",
                        Graphs.of(17, 2, 4, 5, 6)
                                .weights("w", 5, 6)
                                .weights("b", 5, 6)
                                .node("LayerNormalization", List.of("x", "w", "b"), y, "axis", -2, "epsilon", 1e-3f)),
                named("gelu", Graphs.of(20, 2, 4, 5, 6).node("Gelu", x, y)),
                named("gelu by tanh", Graphs.of(20, 2, 4, 5, 6).node("Gelu", x, y, "approximate", "tanh")));
    }

    private static Stream<Named<OnnxGraph>> resized() {
        List<String> y = List.of("y");
        List<String> inputs = List.of("x", "", "scales");
        return Stream.of(
                named(
                        "larger, linear",
                        Graphs.of(13, 2, 4, 5, 6)
                                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 3))
                                .node("Resize", inputs, y, "mode", "linear")),
                named(
                        "larger, linear, corners aligned",
                        Graphs.of(13, 2, 4, 5, 6)
                                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 2))
                                .node(
                                        "Resize",
                                        inputs,
                                        y,
                                        "mode",
                                        "linear",
                                        "coordinate_transformation_mode",
                                        "align_corners")),
                named(
                        "upsample",
                        Graphs.of(9, 2, 4, 5, 6)
                                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 2))
                                .node("Upsample", List.of("x", "scales"), y, "mode", "nearest")),
                named(
                        "channels become pixels",
                        map().node("DepthToSpace", List.of("x"), y, "blocksize", 2, "mode", "CRD")),
                named(
                        "constants of other kinds",
                        Graphs.of(12, 2, 4, 5, 6)
                                .node("Constant", List.of(), List.of("a"), "value_float", 1.5f)
                                .node("Constant", List.of(), List.of("s"), "value_ints", List.of(2, -1))
                                .node("Mul", List.of("x", "a"), List.of("b"))
                                .node("Reshape", List.of("b", "s"), y)));
    }

    private static Stream<Named<OnnxGraph>> padded() {
        List<String> xw = List.of("x", "w");
        List<String> y = List.of("y");
        return Stream.of("SAME_UPPER", "SAME_LOWER")
                .flatMap(auto -> Stream.of(
                        named(
                                "convolution, " + auto,
                                map().weights("w", 3, 4, 3, 2)
                                        .node("Conv", xw, y, "auto_pad", auto, "strides", List.of(2, 2))),
                        named(
                                "convolution with larger steps than windows, " + auto,
                                map().weights("w", 3, 4, 1, 1)
                                        .node("Conv", xw, y, "auto_pad", auto, "strides", List.of(3, 2))),
                        named(
                                "max pool, " + auto,
                                map().node(
                                                "MaxPool",
                                                List.of("x"),
                                                y,
                                                "auto_pad",
                                                auto,
                                                "kernel_shape",
                                                List.of(3, 2),
                                                "strides",
                                                List.of(2, 1)))));
    }

    private static Graphs rows() {
        return map().constant("s", OnnxTensor.ofIntegers(List.of(40L, 6L)))
                .node("Reshape", List.of("x", "s"), List.of("r"));
    }

    private static Graphs map() {
        return Graphs.of(11, 2, 4, 5, 6);
    }

    private static Named<OnnxGraph> named(String name, Graphs graph) {
        return Named.of(name, graph.build());
    }
}
