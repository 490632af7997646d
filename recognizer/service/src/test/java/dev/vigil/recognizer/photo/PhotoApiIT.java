package dev.vigil.recognizer.photo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.photo.PhotoServer.Answer;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The photo API with the real networks on real photos. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoApiIT {
    private static final String EMILY = "labeled_face/emily willis/joshua-rondeau-6z_C6OQBb4M-unsplash.jpg";
    private static final String EMILY_TOO = "labeled_face/emily willis/joshua-rondeau-FlvhN1W7iDw-unsplash.jpg";
    private static final String JESSICA = "labeled_face/jessica smith/joshua-rondeau-3_sGB2ON4X0-unsplash.jpg";
    private static final String SMALL = "labeled_face/laura tilling/image(6).jpg";
    private static final String GROUP = "unknown_face/sample (1).jpg";

    private FaceModels models;
    private Samples samples;
    private InMemoryGallery gallery;
    private PhotoServer server;

    @BeforeAll
    void load(@TempDir Path folder) {
        models = Samples.networks();
        samples = Samples.unpack(folder);
    }

    @AfterAll
    void free() {
        models.close();
    }

    @BeforeEach
    void start() {
        gallery = new InMemoryGallery();
        server = new PhotoServer(PhotoApi.start(
                PhotoConfig.DEFAULT,
                ActiveNetworks.fixed(models),
                DetectorSettings.DEFAULT,
                gallery,
                networks -> PhotoServer.rule(
                        Objects.requireNonNull(networks.embedderCard().falseMatchRates())),
                Gate.DEFAULT));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A picture without anybody. */
    private static byte[] wall() {
        byte[] pixels = new byte[320 * 240 * 3];
        Arrays.fill(pixels, (byte) 120);
        try (Picture picture = Picture.ofBgr(pixels, 320, 240)) {
            return picture.toJpeg(90);
        }
    }

    @Test
    void everyFaceOfAGroupIsFoundInsideThePhoto() {
        JsonNode faces = server.postAsViewer("/v1/photos/faces", samples.photo(GROUP))
                .json()
                .path("faces");
        assertThat(faces).hasSizeGreaterThanOrEqualTo(2);
        assertThat(faces).allSatisfy(face -> {
            assertThat(face.path("score").asDouble()).isBetween(.65, 1.0);
            assertThat(face.path("landmarks")).hasSize(5);
            assertThat(face.path("quality").path("pixels").asDouble()).isPositive();
            assertThat(face.path("box").get(0).asDouble()
                            + face.path("box").get(2).asDouble() / 2)
                    .isBetween(0.0, 2563.0);
        });
    }

    @Test
    void sameAndDifferentPeopleAreToldApart() {
        JsonNode same = server.postForm(
                        "/v1/photos/verify", Map.of("a", samples.photo(EMILY), "b", samples.photo(EMILY_TOO)))
                .json();
        assertThat(same.path("same").asBoolean()).isTrue();
        assertThat(same.path("score").asDouble())
                .isGreaterThan(same.path("threshold").asDouble());
        JsonNode different = server.postForm(
                        "/v1/photos/verify", Map.of("a", samples.photo(EMILY), "b", samples.photo(JESSICA)))
                .json();
        assertThat(different.path("same").asBoolean()).isFalse();
    }

    @Test
    void aSmallPhotoIsEnrolledAndThePersonFoundAgain() {
        Answer enrolled = server.post("/v1/photos/people/laura?name=Laura", samples.photo(SMALL));
        assertThat(enrolled.status()).isEqualTo(201);
        server.post("/v1/photos/people/emily?name=Emily", samples.photo(EMILY));
        byte[] crop =
                Objects.requireNonNull(gallery.faces("laura").get(0).crop()).toArray();
        assertThat(crop.length).isLessThanOrEqualTo(24_000);
        assertThat(server.post("/v1/photos/faces", crop).json().path("faces"))
                .as("the kept crop can be embedded again")
                .hasSize(1);
        JsonNode found = server.post("/v1/photos/identify", samples.photo(EMILY_TOO))
                .json()
                .path("faces")
                .get(0);
        assertThat(found.path("decision").asText()).isEqualTo("match");
        assertThat(found.path("person").path("name").asText()).isEqualTo("Emily");
        assertThat(found.path("templates").asInt()).isEqualTo(2);
        JsonNode stranger = server.post("/v1/photos/identify", samples.photo(JESSICA))
                .json()
                .path("faces")
                .get(0);
        assertThat(stranger.path("decision").asText())
                .as("with two templates the rule calls 9 strangers in 100 uncertain, but none a match: " + stranger)
                .isNotEqualTo("match");
        assertThat(stranger.path("score").asDouble())
                .isLessThan(stranger.path("threshold").asDouble());
    }

    @Test
    void aPhotoWithoutAFaceOrWithSeveralIsRefusedInOneSentence() {
        Answer none = server.post("/v1/photos/people/p1?name=P", wall());
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.detail()).startsWith("There is no face in this photo: use one");
        Answer several = server.post("/v1/photos/people/p1?name=P", samples.photo(GROUP));
        assertThat(several.status()).isEqualTo(422);
        assertThat(several.detail()).matches("There are \\d faces in this photo: crop it to the one that is meant\\.");
        assertThat(gallery.people()).isEmpty();
    }

    @Test
    void whatIsNoPictureIsRefusedInOneSentence() {
        byte[] whole = samples.photo(EMILY);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        byte[] text = "This is a letter, not a photo.".getBytes(UTF_8);
        for (String path : List.of("/v1/photos/faces", "/v1/photos/identify", "/v1/photos/people/p1?name=P")) {
            assertThat(server.post(path, cut)).as("cut off, " + path).satisfies(PhotoApiIT::oneSentence);
            assertThat(server.post(path, text)).as("a text, " + path).satisfies(PhotoApiIT::oneSentence);
        }
        assertThat(server.post("/v1/photos/faces", new byte[0]).status()).isEqualTo(400);
        Answer verify = server.postForm("/v1/photos/verify", Map.of("a", whole, "b", text));
        oneSentence(verify);
        assertThat(verify.detail()).startsWith("Photo b: ");
        assertThat(gallery.people()).isEmpty();
    }

    private static void oneSentence(Answer answer) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).endsWith(".").doesNotContain("Exception", "\n");
    }

    @Test
    void manyRequestsAtOnceGetTheSameAnswerAsOne() {
        JsonNode alone = server.post("/v1/photos/faces", samples.photo(EMILY)).json();
        List<CompletableFuture<Answer>> together = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> server.post("/v1/photos/faces", samples.photo(EMILY)), task -> new Thread(task).start()))
                .toList();
        assertThat(together)
                .allSatisfy(answer -> assertThat(answer.join().json()).isEqualTo(alone));
    }
}
