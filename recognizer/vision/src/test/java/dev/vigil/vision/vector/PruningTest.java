package dev.vigil.vision.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.torchscript.Graphs;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Channels whose weights are all zero, in an expansion, its depthwise convolution and its projection. */
final class PruningTest {
    private static final int C = 4;
    private static final int WIDE = 20;
    private static final int SIDE = 9;

    /** Of the twenty wide channels every third is dead; their biases and slopes are not zero. */
    private static OnnxGraph bottleneck(float dead) {
        float[] depthwise = floats(1, WIDE * 9);
        for (int c = 0; c < WIDE; c += 3) {
            Arrays.fill(depthwise, c * 9, c * 9 + 9, dead);
        }
        return Graphs.of(11, -1, C, SIDE, SIDE)
                .constant("w1", OnnxTensor.ofFloats(List.of((long) WIDE, (long) C, 1L, 1L), floats(2, WIDE * C)))
                .constant("w2", OnnxTensor.ofFloats(List.of((long) WIDE, 1L, 3L, 3L), depthwise))
                .constant("b2", OnnxTensor.ofFloats(List.of((long) WIDE), floats(3, WIDE)))
                .constant("s", OnnxTensor.ofFloats(List.of((long) WIDE, 1L, 1L), floats(4, WIDE)))
                .constant("w3", OnnxTensor.ofFloats(List.of((long) C, (long) WIDE, 1L, 1L), floats(5, C * WIDE)))
                .node("Conv", List.of("x", "w1"), List.of("a"))
                .node("Conv", List.of("a", "w2", "b2"), List.of("b"), "group", WIDE, "pads", List.of(1, 1, 1, 1))
                .node("PRelu", List.of("b", "s"), List.of("c"))
                .node("Conv", List.of("c", "w3"), List.of("d"))
                .node("Add", List.of("d", "x"), List.of("y"))
                .build();
    }

    private static float[] floats(int seed, int length) {
        double[] values = Plain.vector(seed, length);
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void leavesDeadChannelsOut() {
        List<Layer> layers = Fusion.layers(bottleneck(0));
        List<Layer> pruned = Pruning.pruned(bottleneck(0), layers);
        assertThat(outputs(layers)).containsExactly(WIDE, WIDE, C);
        assertThat(outputs(pruned)).containsExactly(13, 13, C);
    }

    @Test
    void leavesOutWhatIsTooSmallToBeFelt() {
        assertThat(outputs(Pruning.pruned(bottleneck(1e-38f), Fusion.layers(bottleneck(1e-38f)))))
                .containsExactly(13, 13, C);
        assertThat(outputs(Pruning.pruned(bottleneck(1e-6f), Fusion.layers(bottleneck(1e-6f)))))
                .containsExactly(WIDE, WIDE, C);
    }

    @Test
    void keepsAChannelThatIsNoNumber() {
        assertThat(outputs(Pruning.pruned(bottleneck(Float.NaN), Fusion.layers(bottleneck(Float.NaN)))))
                .containsExactly(WIDE, WIDE, C);
    }

    @Test
    void givesTheSameNumbersAsWithThem() {
        float[] picture = floats(6, 2 * C * SIDE * SIDE);
        // A dead channel that is not recognised as one: its weights are just large enough, and not felt.
        FloatBuffer whole = run(bottleneck(1e-20f), picture);
        FloatBuffer pruned = run(bottleneck(0), picture);
        for (int i = 0; i < whole.remaining(); i++) {
            assertThat(pruned.get(i)).isCloseTo(whole.get(i), Offset.offset(1e-5f));
        }
    }

    private static FloatBuffer run(OnnxGraph graph, float[] pictures) {
        try (VectorNetwork network = VectorNetwork.of("test", graph, C, SIDE, SIDE)) {
            return network.run(VectorConvolutionTest.direct(pictures), 2, C, SIDE, SIDE)
                    .get(0)
                    .values();
        }
    }

    private static List<Integer> outputs(List<Layer> layers) {
        return layers.stream()
                .map(layer -> ((Layer.Convolution) layer).filter().outputs)
                .toList();
    }
}
