package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.onnx.OnnxBytes;
import dev.vigil.vision.torchscript.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing into a store of its own; the real package comes from the machine's store, where it is kept. */
final class ModelFetcherIT {
    private static final String CARD = """
            {"id": "mine", "task": "embedding",
             "input": {"width": 4, "height": 4, "anySize": false, "colour": "GREY", "mean": [0], "std": [255]},
             "output": {"names": ["y"], "dimension": 16},
             "licence": "Apache-2.0", "origin": "made by a test"}
            """;

    @TempDir
    private Path folder;

    private ModelStore store;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void makeAStore() {
        store = new ModelStore(folder.resolve("models"));
    }

    @Test
    void installsOnceThenDoesNothingEvenWithoutNpm() throws IOException {
        kept().get("default");
        assertThat(store.list()).extracting(InstalledModel::id).containsExactlyInAnyOrderElementsOf(Catalogue.DEFAULT);
        InstalledModel embedder = store.model(Catalogue.EMBEDDER);
        assertThat(embedder.card().source().sha256())
                .isEqualTo("87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581");

        progress.clear();
        withoutNpm().get("default");
        assertThat(progress).isEmpty();

        Files.writeString(embedder.weights(), "damaged");
        kept().get(Catalogue.EMBEDDER);
        assertThat(store.has(Catalogue.EMBEDDER)).isTrue();
        assertThat(progress).contains("Compiling mobilefacenet-512 …");
        assertThat(partials()).isEmpty();
    }

    @Test
    void leavesNothingWhereTheFetchFails() {
        assertThatThrownBy(() -> withoutNpm().get("default"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("npm is needed");
        assertThat(store.list()).isEmpty();
        assertThat(partials()).isEmpty();
        assertThatThrownBy(() -> withoutNpm().get("nothing"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("default, rfb-320, landmark-68, mobilefacenet-512");
    }

    @Test
    void addsAnybodysNetworkAfterATrialRun() throws IOException {
        Path onnx = Files.write(
                folder.resolve("mine.onnx"),
                OnnxBytes.file(Graphs.of(9, 1, 1, 4, 4)
                        .node("Relu", List.of("x"), List.of("a"))
                        .node("Flatten", List.of("a"), List.of("y"))
                        .build()));
        InstalledModel added = withoutNpm().add(onnx, card(CARD));
        assertThat(added.card().weights().compiler()).isPositive();
        assertThat(store.has("mine")).isTrue();

        InstalledModel again = withoutNpm().add(added.weights(), card(CARD.replace("mine", "archive")));
        assertThat(again.card().weights().compiler()).isZero();
        assertThat(again.weights()).hasSameBinaryContentAs(added.weights());
    }

    @Test
    void refusesWhatIsNoNetworkOrDoesNotDoWhatItsCardSays() throws IOException {
        Path good = Files.write(
                folder.resolve("good.onnx"),
                OnnxBytes.file(Graphs.of(9, 1, 1, 4, 4)
                        .node("Flatten", List.of("x"), List.of("y"))
                        .build()));
        refused(good, CARD.replace("16", "17"), "output.dimension 17");
        refused(good, CARD.replace("\"y\"", "\"z\""), "\"z\"");
        refused(good, CARD.replace("\"licence\"", "\"extra\": 1, \"licence\""), "the unknown key \"extra\"");
        refused(good, CARD.replace("\"Apache-2.0\"", "null"), "needs \"licence\"");
        refused(good, CARD.replace("GREY", "RGB"), "one number per channel");
        refused(good, "{", "it is no JSON (line 1, column");
        refused(good, "[]", "wrong kind");
        refused(good, CARD.replace("\"width\": 4", "\"width\": \"wide\""), "wrong kind at \"input\"");
        refused(good, CARD.replace("embedding", "dancing"), "wrong kind at \"task\"");
        refused(folder.resolve("none.onnx"), CARD, "There is no file");
        refused(Files.writeString(folder.resolve("a.txt"), ""), CARD, "ends in .onnx or .pt");
        refused(Files.writeString(folder.resolve("text.onnx"), "text"), CARD, "text.onnx can't be used");
        refused(Files.writeString(folder.resolve("text.pt"), "text"), CARD, "text.pt is no TorchScript archive");
        Networks.compiled(
                        Graphs.of(9, 1, 1, 4, 4)
                                .node("Relu", List.of("x"), List.of("y"))
                                .build(),
                        folder)
                .close();
        refused(
                folder.resolve("weights.pt"),
                CARD.replace("\"y\"", "\"y\", \"z\""),
                "gives 1 outputs where its card names 2");
        Path frozen = Files.write(
                folder.resolve("frozen.onnx"),
                OnnxBytes.file(Graphs.of(9, -1, 1, 4, 4)
                        .constant("s", dev.vigil.vision.onnx.OnnxTensor.ofIntegers(List.of(1L, -1L)))
                        .node("Reshape", List.of("x", "s"), List.of("y"))
                        .build()));
        refused(frozen, CARD, "does not keep the batch");
        assertThat(store.list()).isEmpty();
        assertThat(partials()).isEmpty();
    }

    /** Each refusal holds one of the phrases. */
    private void refused(Path weights, String card, String... phrases) throws IOException {
        Path file = card(card);
        assertThatThrownBy(() -> withoutNpm().add(weights, file))
                .isInstanceOf(UserError.class)
                .satisfies(e -> assertThat(phrases).anyMatch(e.getMessage()::contains))
                .message()
                .doesNotContain("\n");
    }

    private Path card(String json) throws IOException {
        return Files.writeString(folder.resolve("card.json"), json);
    }

    private ModelFetcher kept() {
        Path packages = new ModelStore(ModelStore.defaultRoot(System.getenv())).packages();
        return new ModelFetcher(store, new NpmPackages(packages, progress::add), progress::add);
    }

    private ModelFetcher withoutNpm() {
        return new ModelFetcher(
                store, new NpmPackages(folder.resolve("packages"), progress::add, Map.of("PATH", "")), progress::add);
    }

    private List<String> partials() {
        String[] names = store.root().toFile().list((dir, name) -> name.startsWith(Folders.PARTIAL));
        return names == null ? List.of() : List.of(names);
    }
}
