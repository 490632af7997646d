package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.torchscript.Graphs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TorchNetworkIT {
    @TempDir
    private Path folder;

    @Test
    void readsTheBufferFromItsStartAndLeavesItsPositionAlone() throws Exception {
        try (TorchNetwork network = doubling()) {
            ByteBuffer input = floats(1, 2, 3, 4);
            input.position(8).limit(12);
            Tensor output = network.run(input, 2, 2, 1, 1).get(0);
            assertThat(output.shape()).containsExactly(2, 2, 1, 1);
            assertThat(output.values().array()).containsExactly(2, 4, 6, 8);
            assertThat(input.position()).isEqualTo(8);
            assertThat(input.limit()).isEqualTo(12);

            input.clear().putFloat(0, 10);
            assertThat(network.run(input, 2, 2, 1, 1).get(0).values().get(0)).isEqualTo(20);
            assertThat(output.values().get(0)).isEqualTo(2);
        }
    }

    @Test
    void refusesBuffersThatAreNotDirectInAnotherOrderOrTooSmall() throws Exception {
        try (TorchNetwork network = doubling()) {
            ByteBuffer heap = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
            ByteBuffer big = ByteBuffer.allocateDirect(16).order(ByteOrder.BIG_ENDIAN);
            assertThatThrownBy(() -> network.run(heap, 2, 2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> network.run(big, 2, 2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> network.run(floats(1, 2), 2, 2, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("8 bytes");
            assertThatThrownBy(() -> network.run(floats(1), 0, 2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> network.run(floats(1), Integer.MAX_VALUE, Integer.MAX_VALUE, 9, 9))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void failsWithItsNameOnAnInputOfTheWrongShapeAndGoesOn() throws Exception {
        try (TorchNetwork network = doubling()) {
            assertThatThrownBy(() -> network.run(floats(1, 2, 3), 1, 3, 1, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("test");
            assertThat(network.run(floats(1, 2), 1, 2, 1, 1).get(0).values().get(1))
                    .isEqualTo(4);
        }
    }

    @Test
    void failsClearlyOnceClosed() throws Exception {
        TorchNetwork network = doubling();
        network.close();
        network.close();
        assertThatThrownBy(() -> network.run(floats(1, 2), 1, 2, 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void servesManyThreadsEachWithOneThreadOfItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (TorchNetwork network = doubling()) {
            List<CompletableFuture<Void>> calls = IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                Tensor output =
                                        network.run(floats(i, -i), 1, 2, 1, 1).get(0);
                                assertThat(output.values().array()).containsExactly(2 * i, -2 * i);
                                assertThat(JniUtils.getNumThreads()).isEqualTo(1);
                            },
                            threads))
                    .toList();
            for (CompletableFuture<Void> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void keepsNativeMemoryFlatOverManyCalls() throws Exception {
        ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
        ModelFetcher.of(store, System.err::println).get(Catalogue.LANDMARKS);
        ByteBuffer input = ByteBuffer.allocateDirect(8 * 64 * 64 * Float.BYTES).order(ByteOrder.nativeOrder());
        try (TorchNetwork network = TorchNetwork.load(store.model(Catalogue.LANDMARKS))) {
            calls(network, input, 300);
            long before = residentKilobytes();
            calls(network, input, 1500);
            assertThat(residentKilobytes() - before).as("growth in kB").isLessThan(25_000);
        }
    }

    @Test
    void saysHowToMendWeightsThatAreNoArchive() throws Exception {
        Path weights = Files.writeString(folder.resolve("weights.pt"), "no archive");
        InstalledModel model = new InstalledModel("mine", folder, weights, Networks.card("mine", weights));
        assertThatThrownBy(() -> TorchNetwork.load(model))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("./vigil models add");
    }

    /** Batches of 1 to 8, as faces of a picture come. */
    private static void calls(TorchNetwork network, ByteBuffer input, int count) {
        for (int i = 0; i < count; i++) {
            network.run(input, i % 8 == 0 ? 8 : 1, 1, 64, 64);
        }
    }

    private static long residentKilobytes() throws Exception {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private TorchNetwork doubling() throws Exception {
        return Networks.compiled(
                Graphs.of(9, 1, 2, 1, 1)
                        .constant("two", dev.vigil.vision.onnx.OnnxTensor.ofFloats(List.of(2L, 1L, 1L), 2, 2))
                        .node("Mul", List.of("x", "two"), List.of("y"))
                        .build(),
                folder);
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return buffer;
    }
}
