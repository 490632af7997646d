package dev.vigil.vision.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.torchscript.Graphs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds for a network as a whole: batches, threads, faults, shapes. */
final class VectorNetworkTest {
    private static final int C = 3;
    private static final int H = 48;
    private static final int W = 56;
    private static final int EACH = C * H * W;

    /** Large enough for bands: an expansion, a depthwise convolution and a projection with a residual, then a few numbers. */
    private static OnnxGraph bottleneck() {
        return Graphs.of(11, -1, C, H, W)
                .weights("w1", 20, 3, 3, 3)
                .weights("w2", 40, 20, 1, 1)
                .weights("w3", 40, 1, 3, 3)
                .weights("w4", 20, 40, 1, 1)
                .weights("w5", 6, 20, 3, 3)
                .weights("w6", 5, 6 * 12 * 14)
                .weights("s", 40, 1, 1)
                .node("Conv", List.of("x", "w1"), List.of("a"), "strides", List.of(2, 2), "pads", List.of(1, 1, 1, 1))
                .node("Relu", List.of("a"), List.of("b"))
                .node("Conv", List.of("b", "w2"), List.of("c"))
                .node("PRelu", List.of("c", "s"), List.of("d"))
                .node("Conv", List.of("d", "w3"), List.of("e"), "group", 40, "pads", List.of(1, 1, 1, 1))
                .node("PRelu", List.of("e", "s"), List.of("f"))
                .node("Conv", List.of("f", "w4"), List.of("g"))
                .node("Add", List.of("g", "b"), List.of("h"))
                .node("Conv", List.of("h", "w5"), List.of("i"), "strides", List.of(2, 2), "pads", List.of(1, 1, 1, 1))
                .node("Flatten", List.of("i"), List.of("j"))
                .node("Gemm", List.of("j", "w6"), List.of("y"), "transB", 1)
                .build();
    }

    private static VectorNetwork network() {
        return VectorNetwork.of("test", bottleneck(), C, H, W);
    }

    private static float[] pictures(int n) {
        Random random = new Random(7);
        float[] values = new float[n * EACH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        return values;
    }

    private static float[] run(VectorNetwork network, float[] pictures) {
        Tensor output = network.run(VectorConvolutionTest.direct(pictures), pictures.length / EACH, C, H, W)
                .get(0);
        float[] values = new float[output.values().remaining()];
        output.values().get(values);
        return values;
    }

    @Test
    void givesAPictureTheSameNumbersAloneAndInEveryBatch() {
        try (VectorNetwork network = network()) {
            float[] pictures = pictures(16);
            float[] all = run(network, pictures);
            for (int n = 1; n <= 16; n++) {
                assertThat(run(network, Arrays.copyOf(pictures, n * EACH)))
                        .as("a batch of %d", n)
                        .isEqualTo(Arrays.copyOf(all, n * 5));
            }
        }
    }

    @Test
    void givesManyThreadsTheSameNumbersAsOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (VectorNetwork network = network()) {
            float[] pictures = pictures(3);
            float[] wanted = run(network, pictures);
            List<Callable<float[]>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> run(network, pictures));
            }
            for (Future<float[]> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(wanted);
            }
            assertThat(network.kept()).as("two sizes of parts for each thread").isLessThanOrEqualTo(2 * 4);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsItsArraysForTheNextCall() {
        try (VectorNetwork network = network()) {
            for (int i = 0; i < 50; i++) {
                run(network, pictures(1));
                run(network, pictures(2));
            }
            assertThat(network.kept()).isEqualTo(2);
        }
    }

    @Test
    void doesNotKeepArraysForEverySizeThatItHasSeen() {
        OnnxGraph graph = Graphs.of(11, -1, 3, -1, -1)
                .weights("w", 4, 3, 3, 3)
                .node("Conv", List.of("x", "w"), List.of("y"))
                .build();
        try (VectorNetwork network = VectorNetwork.of("test", graph, 3, 8, 8)) {
            for (int side = 8; side < 108; side++) {
                assertThat(network.run(VectorConvolutionTest.direct(new float[3 * side * side]), 1, 3, side, side)
                                .get(0)
                                .shape())
                        .containsExactly(1, 4, side - 2, side - 2);
            }
            assertThat(network.kept()).isLessThanOrEqualTo(VectorNetwork.MOST_KEPT);
        }
    }

    @Test
    void letsAFaultBeSeenInItsOwnPictureAndInNoOther() {
        for (float fault : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            try (VectorNetwork network = network()) {
                float[] pictures = pictures(3);
                float[] sound = run(network, pictures);
                float[] damaged = pictures.clone();
                damaged[EACH + 1000] = fault;
                float[] given = run(network, damaged);
                assertThat(Arrays.copyOfRange(given, 5, 10)).as("of %s", fault).satisfies(VectorNetworkTest::notFinite);
                assertThat(Arrays.copyOf(given, 5)).isEqualTo(Arrays.copyOf(sound, 5));
                assertThat(Arrays.copyOfRange(given, 10, 15)).isEqualTo(Arrays.copyOfRange(sound, 10, 15));
                assertThat(run(network, pictures)).as("after %s", fault).isEqualTo(sound);
            }
        }
    }

    private static void notFinite(float[] values) {
        for (float value : values) {
            assertThat(value).satisfies(v -> assertThat(Float.isFinite(v)).isFalse());
        }
    }

    @Test
    void saysWhatItDoesNotKnow() {
        OnnxGraph graph = Graphs.of(11, -1, 3, 8, 8)
                .node("Sin", List.of("x"), List.of("y"))
                .build();
        assertThatThrownBy(() -> VectorNetwork.of("test", graph, 3, 8, 8))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("Sin");
    }

    @Test
    void refusesABufferThatIsTooSmallAndACallAfterItsEnd() {
        VectorNetwork network = network();
        ByteBuffer buffer = VectorConvolutionTest.direct(new float[EACH]);
        assertThatThrownBy(() -> network.run(buffer, 2, C, H, W)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.run(buffer, 0, C, H, W)).isInstanceOf(IllegalArgumentException.class);
        network.close();
        network.close();
        assertThatThrownBy(() -> network.run(buffer, 1, C, H, W)).isInstanceOf(IllegalStateException.class);
    }
}
