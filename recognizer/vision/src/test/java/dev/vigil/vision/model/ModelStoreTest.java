package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {
    @TempDir
    private Path root;

    @Test
    void liesWhereTheEnvironmentSaysElseInTheHome() {
        assertThat(ModelStore.defaultRoot(Map.of("VIGIL_MODELS", "/m", "HOME", "/h")))
                .isEqualTo(Path.of("/m"));
        assertThat(ModelStore.defaultRoot(Map.of("VIGIL_MODELS", " ", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.cache/vigil/models"));
        assertThat(ModelStore.defaultRoot(Map.of())).endsWith(Path.of(".cache/vigil/models"));
    }

    @Test
    void givesWhatIsThereAndWhole() throws IOException {
        install(Catalogue.EMBEDDER, "weights");
        ModelStore store = new ModelStore(root);
        assertThat(store.has(Catalogue.EMBEDDER)).isTrue();
        InstalledModel model = store.model(Catalogue.EMBEDDER);
        assertThat(model.weights()).hasContent("weights");
        assertThat(model.card().falseMatchRates()).isEqualTo(embedder().falseMatchRates());
        assertThat(store.list()).extracting(InstalledModel::id).containsExactly(Catalogue.EMBEDDER);
    }

    @Test
    void namesTheCommandForWhatIsAbsent() {
        ModelStore store = new ModelStore(root.resolve("none"));
        assertThat(store.has(Catalogue.EMBEDDER)).isFalse();
        assertThat(store.list()).isEmpty();
        assertThatThrownBy(() -> store.model(Catalogue.EMBEDDER))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run ./vigil models get mobilefacenet-512");
        assertThatThrownBy(() -> store.model("mine"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("./vigil models add");
        assertThatThrownBy(() -> store.model("../../etc")).isInstanceOf(UserError.class);
        assertThat(store.has("../x")).isFalse();
    }

    @Test
    void refusesDamagedWeightsAndDamagedCards() throws IOException {
        Path folder = install(Catalogue.EMBEDDER, "weights");
        ModelStore store = new ModelStore(root);
        Files.writeString(folder.resolve("weights.pt"), "wEights");
        assertThatThrownBy(() -> store.model(Catalogue.EMBEDDER))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("wrong sha256")
                .hasMessageContaining("run ./vigil models get mobilefacenet-512");
        assertThat(store.has(Catalogue.EMBEDDER)).isFalse();

        Files.delete(folder.resolve("weights.pt"));
        assertThatThrownBy(() -> store.model(Catalogue.EMBEDDER)).hasMessageContaining("are missing");
        for (String card : new String[] {"", "{", "{}", "[]", "{\"id\":\"other\"}", "\0\0"}) {
            Files.writeString(folder.resolve("model.json"), card);
            assertThatThrownBy(() -> store.model(Catalogue.EMBEDDER))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("run ./vigil models get mobilefacenet-512");
        }
    }

    @Test
    void refusesWeightsOutsideTheModelsFolder() throws IOException {
        Path folder = install(Catalogue.EMBEDDER, "weights");
        Path outside = Files.writeString(root.resolve("outside.pt"), "weights");
        ModelCard card = embedder().with(new ModelCard.Weights("../outside.pt", Sha256.of(outside), 0), null);
        Files.write(folder.resolve("model.json"), Json.bytes(card));
        assertThat(new ModelStore(root).has(Catalogue.EMBEDDER)).isFalse();
    }

    @Test
    void ignoresWhatIsUnfinished() throws IOException {
        Files.createDirectories(root.resolve(".partial-1/mobilefacenet-512"));
        Files.createDirectories(root.resolve(".packages"));
        assertThat(new ModelStore(root).list()).isEmpty();
    }

    private Path install(String id, String weights) throws IOException {
        Path folder = Files.createDirectories(root.resolve(id));
        Path file = Files.writeString(folder.resolve("weights.pt"), weights);
        ModelCard card = embedder().with(new ModelCard.Weights("weights.pt", Sha256.of(file), 1), null);
        Files.writeString(folder.resolve("model.json"), Json.pretty(card));
        return folder;
    }

    private static ModelCard embedder() {
        return Catalogue.find(Catalogue.EMBEDDER).orElseThrow().card();
    }
}
