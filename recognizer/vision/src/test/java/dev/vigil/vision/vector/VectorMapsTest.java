package dev.vigil.vision.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.torchscript.Graphs;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What makes maps smaller and larger, and the shapes and sigmoids at a detector's end, against the arithmetic by hand. */
final class VectorMapsTest {
    private static final int C = 11;

    private static float[] numbers(int count) {
        Random random = new Random(5);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - .5f;
        }
        return numbers;
    }

    private static FloatBuffer run(OnnxGraph graph, float[] pictures, int n, int h, int w) {
        try (VectorNetwork network = VectorNetwork.of("test", graph, C, h, w)) {
            return network.run(VectorConvolutionTest.direct(pictures), n, C, h, w)
                    .get(0)
                    .values();
        }
    }

    @Test
    void takesTheLargestOfEachWindowAlsoWhereTheLastRowHasNone() {
        OnnxGraph graph = Graphs.of(11, -1, C, -1, -1)
                .node("MaxPool", List.of("x"), List.of("y"), "kernel_shape", List.of(2, 3), "strides", List.of(2, 3))
                .build();
        float[] x = numbers(2 * C * 7 * 10);
        FloatBuffer y = run(graph, x, 2, 7, 10);
        assertThat(y.capacity()).isEqualTo(2 * C * 3 * 3);
        for (int i = 0; i < y.capacity(); i++) {
            int plane = i / 9;
            float most = Float.NEGATIVE_INFINITY;
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 3; column++) {
                    most = Math.max(most, x[plane * 70 + (i % 9 / 3 * 2 + row) * 10 + i % 3 * 3 + column]);
                }
            }
            assertThat(y.get(i)).as("number %d", i).isEqualTo(most);
        }
    }

    @Test
    void makesABlockOfEachPixel() {
        OnnxGraph graph = Graphs.of(11, -1, C, -1, -1)
                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 3))
                .node(
                        "Resize",
                        List.of("x", "", "scales"),
                        List.of("a"),
                        "mode",
                        "nearest",
                        "coordinate_transformation_mode",
                        "asymmetric",
                        "nearest_mode",
                        "floor")
                .node("MaxPool", List.of("a"), List.of("y"), "kernel_shape", List.of(1, 1))
                .build();
        float[] x = numbers(C * 4 * 5);
        FloatBuffer y = run(graph, x, 1, 4, 5);
        assertThat(y.capacity()).isEqualTo(C * 8 * 15);
        for (int i = 0; i < y.capacity(); i++) {
            int plane = i / 120;
            assertThat(y.get(i)).isEqualTo(x[plane * 20 + i % 120 / 15 / 2 * 5 + i % 15 / 3]);
        }
    }

    @Test
    void endsInOneRowForEachCellWithItsShapeWrittenInConstants() {
        OnnxGraph graph = Graphs.of(11, -1, C, -1, -1)
                .constant("zero", OnnxTensor.ofIntegers(List.of(0L)).reshaped(List.of()))
                .constant("rest", OnnxTensor.ofIntegers(List.of(-1L)).reshaped(List.of()))
                .constant("channels", OnnxTensor.ofIntegers(List.of((long) C)))
                .node("Transpose", List.of("x"), List.of("a"), "perm", List.of(0, 2, 3, 1))
                .node("Shape", List.of("x"), List.of("s"))
                .node("Gather", List.of("s", "zero"), List.of("n"), "axis", 0)
                .node("Unsqueeze", List.of("n"), List.of("n1"), "axes", List.of(0))
                .node("Unsqueeze", List.of("rest"), List.of("r1"), "axes", List.of(0))
                .node("Concat", List.of("n1", "r1", "channels"), List.of("shape"), "axis", 0)
                .node("Reshape", List.of("a", "shape"), List.of("b"))
                .node("Sigmoid", List.of("b"), List.of("y"))
                .build();
        float[] x = numbers(2 * C * 6);
        FloatBuffer y = run(graph, x, 2, 2, 3);
        for (int i = 0; i < y.capacity(); i++) {
            int n = i / (6 * C);
            float from = x[(n * C + i % C) * 6 + i / C % 6];
            assertThat(y.get(i)).isCloseTo((float) (1 / (1 + Math.exp(-from))), within(1e-6f));
        }
    }

    @Test
    void refusesAPoolWithABorderAndASmoothEnlargement() {
        OnnxGraph bordered = Graphs.of(11, -1, C, -1, -1)
                .node("MaxPool", List.of("x"), List.of("y"), "kernel_shape", List.of(3, 3), "pads", List.of(1, 1, 1, 1))
                .build();
        assertThatThrownBy(() -> VectorNetwork.of("test", bordered, C, 8, 8))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("MaxPool");
        OnnxGraph smooth = Graphs.of(11, -1, C, -1, -1)
                .constant("scales", OnnxTensor.ofFloats(List.of(4L), 1, 1, 2, 2))
                .node("Resize", List.of("x", "", "scales"), List.of("y"), "mode", "linear")
                .build();
        assertThatThrownBy(() -> VectorNetwork.of("test", smooth, C, 8, 8))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("Resize");
    }
}
