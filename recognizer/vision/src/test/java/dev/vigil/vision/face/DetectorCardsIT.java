package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.engine.EngineChoice;
import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.onnx.OnnxTensor;
import dev.vigil.vision.onnx.OnnxWriter;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.torchscript.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector of the user's own, from its ONNX file and card to a face in a picture, in both engines. */
final class DetectorCardsIT {
    private static final String CARD = """
            {"id": "spots", "task": "detection",
             "input": {"width": 64, "height": 64, "anySize": true, "colour": "BGR", "mean": [0, 0, 0], "std": [255, 255, 255]},
             "output": {"names": ["cls", "obj", "box", "points"]}, "grid": {"strides": [8], "landmarks": true},
             "licence": "CC0-1.0", "origin": "made by a test"}
            """;

    @TempDir
    private Path folder;

    /** Sees a face of one cell wherever that cell is bright: blue says how sure it is, and where the points lie. */
    private Path spots() throws IOException {
        float[] one = new float[3];
        one[0] = 1;
        float[] ten = new float[30];
        for (int i = 0; i < 10; i++) {
            ten[i * 3] = 1;
        }
        Graphs graph = Graphs.of(11, -1, 3, -1, -1)
                .constant("one", OnnxTensor.ofFloats(List.of(1L, 3L, 1L, 1L), one))
                .constant("none", OnnxTensor.ofFloats(List.of(4L, 3L, 1L, 1L), new float[12]))
                .constant("ten", OnnxTensor.ofFloats(List.of(10L, 3L, 1L, 1L), ten))
                .node(
                        "MaxPool",
                        List.of("x"),
                        List.of("cells"),
                        "kernel_shape",
                        List.of(8, 8),
                        "strides",
                        List.of(8, 8));
        heads(graph, "one", 1, "cls");
        heads(graph, "one", 1, "obj");
        heads(graph, "none", 4, "box");
        graph.constant("bias", OnnxTensor.ofFloats(List.of(10L), 0, 0, 1, 0, .5f, .5f, 0, 1, 1, 1));
        heads(graph, "ten", 10, "points");
        return Files.write(folder.resolve("spots.onnx"), OnnxWriter.bytes(graph.build()));
    }

    private static void heads(Graphs graph, String weights, int numbers, String output) {
        List<String> inputs = numbers == 10 ? List.of("cells", weights, "bias") : List.of("cells", weights);
        graph.node("Conv", inputs, List.of(output + "-map"))
                .constant(output + "-shape", OnnxTensor.ofIntegers(List.of(0L, -1L, (long) numbers)))
                .node("Transpose", List.of(output + "-map"), List.of(output + "-last"), "perm", List.of(0, 2, 3, 1))
                .node("Reshape", List.of(output + "-last", output + "-shape"), List.of(output));
    }

    private InstalledModel added(String card) throws IOException {
        return ModelFetcher.of(new ModelStore(folder.resolve("models")), line -> {})
                .add(spots(), Files.writeString(folder.resolve("card.json"), card), null);
    }

    @Test
    void findsFacesWithItsOwnPointsInBothEngines() throws IOException {
        InstalledModel model = added(CARD);
        byte[] bgr = new byte[200 * 96 * 3];
        bgr[(20 * 200 + 44) * 3] = (byte) 204;
        for (EngineChoice engine : List.of(EngineChoice.PLAIN, EngineChoice.VECTOR)) {
            FaceModels.Model detector = new FaceModels.Model(Engines.load(model, engine), model.card());
            try (FaceModels models = Samples.with(detector);
                    FaceAnalyzer analyzer = models.newAnalyzer(new DetectorSettings(200, 90, .5f, .4f));
                    Picture picture = Picture.ofBgr(bgr, 200, 96)) {
                List<Detection> found = analyzer.detect(picture);
                assertThat(found).as("%s", engine).hasSize(1);
                assertThat(found.get(0).score()).isCloseTo(.8f, within(1e-3f));
                assertThat(found.get(0).box().x()).isCloseTo(5 * 8 - 4, within(.01f));
                assertThat(found.get(0).landmarks().get(2).y()).isCloseTo((2 + .8f + .5f) * 8, within(.01f));
                assertThat(analyzer.locate(picture, found)).hasSize(1);
            }
        }
    }

    @Test
    void refusesACardWhoseGridDoesNotFitItsOutputs() {
        for (String card : List.of(
                CARD.replace("[8]", "[8, 16]"),
                CARD.replace("\"grid\": {\"strides\": [8], \"landmarks\": true},", ""),
                CARD.replace("[8]", "[0]"))) {
            assertThatThrownBy(() -> added(card)).isInstanceOf(UserError.class);
        }
    }
}
