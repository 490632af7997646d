package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.client.ModelCounts.Held;
import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Settings;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which model is searched, over HTTP and a real Kafka. */
class SettingsIT {
    private static final String OLD = "old-512";
    private static final String NEW = "new-128";

    @TempDir
    static Path data;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void aModelIsSwitchedToOnlyWhenEverybodyHasAFaceOfIt() throws Exception {
        String topic = broker.createChangedTopic("switch");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpGalleryClient people = running.client();
            ModelsClient models = models(running);
            assertThat(models.settings()).isEqualTo(Settings.NONE);
            people.put("ann", NewPerson.named("Ann"));
            people.put("bob", NewPerson.named("Bob"));
            people.put("eve", NewPerson.named("Eve, of whom there is no face"));
            people.enrol("ann", face(OLD, "a", 1, 0, 0));
            people.enrol("ann", face(OLD, "b", 0, 1, 0));
            people.enrol("bob", face(OLD, "c", 0, 0, 1));
            assertThat(models.set(OLD, NEW, 1).version()).isEqualTo(1);

            people.enrol("ann", face(NEW, "a", 1, 0));
            assertThat(models.models())
                    .isEqualTo(new ModelCounts(OLD, NEW, 2, List.of(new Held(NEW, 2, 1, 1), new Held(OLD, 3, 3, 2))));
            assertThatThrownBy(() -> models.set(NEW, OLD, 1))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.status()).isEqualTo(409))
                    .hasMessageContaining("Only 1 of 2 people have a face of the model new-128");
            assertThat(models.settings().model()).isEqualTo(OLD);
            assertThat(found(running, 1, 0, 0))
                    .as("by the model that is active")
                    .containsExactly("ann", "bob");
            assertThat(models.set(NEW, OLD, .5).model()).isEqualTo(NEW);
            assertThat(found(running, 1, 0))
                    .as("bob has no face of it, and the other model's is not taken for one")
                    .containsExactly("ann");
            assertThat(running.send("POST", "/v1/identify", "service", probe(1, 0, 0))
                            .statusCode())
                    .as("an embedding of the model that was active")
                    .isEqualTo(422);
            assertThat(models.set(OLD, null, 1).version()).isEqualTo(3);
            assertThat(found(running, 0, 0, 1)).containsExactly("bob", "ann");
            people.enrol("bob", face(NEW, "c", 0, 1)); // the same photo, enrolled again as any other is
            assertThat(people.faces("bob")).extracting(FaceTemplate::model).containsExactlyInAnyOrder(OLD, NEW);
            assertThat(models.set(NEW, OLD, 1).version()).isEqualTo(4);
            assertThat(found(running, 0, 1)).containsExactly("bob", "ann");
        }
        try (RunningGallery again = RunningGallery.start(broker.client(), topic)) {
            Settings kept = models(again).settings();
            assertThat(kept.model()).isEqualTo(NEW);
            assertThat(kept.shadow()).isEqualTo(OLD);
            assertThat(kept.version()).isEqualTo(4);
        }
    }

    @Test
    void settingsAreAnAdminsAndChangeOnlyAsTheyWereSeen() throws Exception {
        String topic = broker.createChangedTopic("settings");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            String body = "{\"model\":\"old-512\"}";
            assertThat(running.send("PUT", "/v1/settings", "operator", body).statusCode())
                    .isEqualTo(403);
            assertThat(running.send("PUT", "/v1/settings", "admin", body, "If-Match", "\"1\"")
                            .statusCode())
                    .isEqualTo(412);
            assertThat(running.send("PUT", "/v1/settings", "admin", body, "If-None-Match", "*")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(running.send("GET", "/v1/settings", "viewer", null)
                            .headers()
                            .firstValue("ETag"))
                    .contains("\"1\"");
            assertThat(running.send("PUT", "/v1/settings", "admin", body, "If-Match", "\"1\"")
                            .body())
                    .contains("\"version\":1");
            refused(running, "{\"model\":\"old-512\",\"shadow\":\"old-512\"}", 422, "is the active model itself");
            refused(running, "{\"shadow\":\"x\"}", 400, "'model' is missing");
            refused(running, "{\"model\":\"a b\"}", 400, "'model' is an embedder's id");
            assertThat(running.send("PUT", "/v1/settings?least=2", "admin", body)
                            .body())
                    .contains("'least' is a number between 0 and 1");
            assertThat(running.send("GET", "/v1/models", "viewer", null).statusCode())
                    .isEqualTo(200);
        }
    }

    /** Whom a search finds that names no model, best first. */
    private static List<String> found(RunningGallery running, float... numbers) {
        String body =
                running.send("POST", "/v1/identify", "service", probe(numbers)).body();
        return Json.read(body, JsonNode.class).at("/results/0/candidates").findValuesAsText("person");
    }

    private static String probe(float... numbers) {
        return "{\"k\":5,\"embeddings\":[\"" + Embedding.normalised(numbers).toBase64() + "\"]}";
    }

    private static void refused(RunningGallery running, String body, int status, String sentence) {
        var answer = running.send("PUT", "/v1/settings", "admin", body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(sentence);
    }

    private static ModelsClient models(RunningGallery running) {
        return new ModelsClient(running.base(), "admin", Duration.ofSeconds(10));
    }

    private static NewFace face(String model, String source, float... numbers) {
        return new NewFace(model, Embedding.normalised(numbers), source, .9f, null);
    }
}
