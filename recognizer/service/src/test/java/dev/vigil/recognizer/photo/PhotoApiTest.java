package dev.vigil.recognizer.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.photo.PhotoServer.Answer;
import dev.vigil.vision.match.FalseMatchCurve;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoApiTest {
    private static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(new FalseMatchCurve.Point(.34, 1e-3), new FalseMatchCurve.Point(.42, 1e-4)), "still", true);
    private static final PhotoConfig SMALL = new PhotoConfig(1, Duration.ofSeconds(10), 2_000, true, 1e-4);

    private final InMemoryGallery gallery = new InMemoryGallery();
    private final PhotoServer server = new PhotoServer(SMALL, new Photos(), gallery, "a-model", CURVE);

    @BeforeEach
    void empty() {
        gallery.people().forEach(person -> gallery.erase(person.id()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void facesComeWithoutEmbeddingsUnlessAnOperatorAsks() {
        Answer plain = server.postAsViewer("/v1/photos/faces", Photos.of("anna bob"));
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.json().path("faces")).hasSize(2);
        assertThat(plain.json().path("faces").get(0).has("embedding")).isFalse();
        assertThat(plain.json().path("faces").get(0).path("box")).hasSize(4);
        assertThat(server.postAsViewer("/v1/photos/faces?embedding=true", Photos.of("anna"))
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/v1/photos/faces?embedding=true", Photos.of("anna"))
                        .json()
                        .path("faces")
                        .get(0)
                        .path("embedding")
                        .asText())
                .isEqualTo(Photos.embedding("anna").toBase64());
    }

    @Test
    void aPhotoComesAsTheBodyOrInAForm() {
        assertThat(server.postForm("/v1/photos/faces", Map.of("photo", Photos.of("anna")))
                        .json()
                        .path("faces"))
                .hasSize(1);
        assertThat(server.send(
                                "/v1/photos/faces",
                                "application/x-www-form-urlencoded",
                                BodyPublishers.ofString("anna"),
                                server.operator())
                        .json()
                        .path("faces"))
                .as("as curl --data-binary sends it")
                .hasSize(1);
        assertThat(server.postForm("/v1/photos/faces", Map.of("picture", Photos.of("anna")))
                        .detail())
                .isEqualTo("The form has no part 'photo': send the picture in it.");
        assertThat(server.post("/v1/photos/faces", new byte[0]).detail()).startsWith("The body is empty");
        Answer broken = server.send(
                "/v1/photos/faces", "multipart/form-data", BodyPublishers.ofString("anna"), server.operator());
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.detail()).startsWith("The form can't be read");
    }

    @Test
    void aPhotoOverTheLimitIsRefusedHoweverItComes() {
        byte[] large = Photos.of("a".repeat(3_000));
        for (Answer answer : List.of(
                server.post("/v1/photos/faces", large),
                server.postChunked("/v1/photos/faces", large),
                server.postForm("/v1/photos/faces", Map.of("photo", large)))) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.detail()).isEqualTo("A photo may have at most 2000 bytes: send a smaller one.");
        }
    }

    @Test
    void twoPhotosAreCompared() {
        Answer same = server.postForm("/v1/photos/verify", Map.of("a", Photos.of("anna"), "b", Photos.of("anna")));
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().path("same").asBoolean()).isTrue();
        assertThat(same.json().path("falseMatchRate").asDouble()).isEqualTo(1e-4);
        assertThat(same.json().path("threshold").asDouble()).isCloseTo(.42, within(1e-6));
        assertThat(same.json().path("faces")).hasSize(2);
        assertThat(server.postForm("/v1/photos/verify", Map.of("a", Photos.of("anna")))
                        .detail())
                .isEqualTo("The form has no part 'b': send the picture in it.");
        assertThat(server.post("/v1/photos/verify", Photos.of("anna")).status()).isEqualTo(400);
        assertThat(server.postForm(
                                "/v1/photos/verify?falseMatchRate=2",
                                Map.of("a", Photos.of("anna"), "b", Photos.of("anna")))
                        .detail())
                .startsWith("The falseMatchRate is '2': write a number over 0");
    }

    @Test
    void enrolmentAnswersWithWhatBecameOfThePhoto() {
        Answer made = server.post("/v1/photos/people/p1?name=Anna%20%3Cb%3E", Photos.of("anna"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("person").path("name").asText()).isEqualTo("Anna <b>");
        assertThat(made.json().path("personCreated").asBoolean()).isTrue();
        Answer again = server.post("/v1/photos/people/p1", Photos.of("anna"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("added").asBoolean()).isFalse();
        assertThat(server.post("/v1/photos/people/p2", Photos.of("bob")).status())
                .isEqualTo(404);
        assertThat(server.post("/v1/photos/people/p1?accept=conflict,outlier", Photos.of("anna"))
                        .status())
                .isEqualTo(200);
        assertThat(server.post("/v1/photos/people/p1?accept=anything", Photos.of("anna"))
                        .detail())
                .contains("duplicate, outlier or conflict");
        Answer two = server.post("/v1/photos/people/p2?name=Bob", Photos.of("anna bob"));
        assertThat(two.status()).isEqualTo(422);
        assertThat(two.detail()).isEqualTo("There are 2 faces in this photo: crop it to the one that is meant.");
        assertThat(server.postAsViewer("/v1/photos/people/p2?name=Bob", Photos.of("bob"))
                        .status())
                .isEqualTo(403);
        assertThat(gallery.people()).hasSize(1);
    }

    @Test
    void theDocumentSaysWhatEveryRouteTakesAndAnswers() {
        JsonNode document = server.document();
        for (String path : List.of("faces", "verify", "identify", "people/{id}")) {
            JsonNode operation =
                    document.path("paths").path("/v1/photos/" + path).path("post");
            assertThat(operation.path("summary").asText()).as(path).isNotBlank();
            assertThat(operation.at("/requestBody/content").has("multipart/form-data"))
                    .as(path)
                    .isTrue();
            assertThat(operation
                            .at("/responses/200/content/application~1json/schema/$ref")
                            .asText())
                    .as(path)
                    .startsWith("#/components/schemas/");
        }
        assertThat(document.at("/components/schemas/IdentifiedFace/properties/decision/enum")
                        .toString())
                .contains("match");
        assertThat(document.at("/components/schemas/TwoPhotos/properties").has("b"))
                .isTrue();
    }

    @Test
    void identifyingDecidesByTheRuleOfTheStream() {
        assertThat(server.post("/v1/photos/identify", Photos.of("anna"))
                        .json()
                        .path("faces")
                        .get(0)
                        .path("reason")
                        .asText())
                .isEqualTo("empty-gallery");
        server.post("/v1/photos/people/p1?name=Anna", Photos.of("anna"));
        Answer found = server.post("/v1/photos/identify", Photos.of("bob anna"));
        assertThat(found.json().path("faces").findValuesAsText("decision")).containsExactly("unknown", "match");
        assertThat(found.json().path("faces").get(1).path("person").path("name").asText())
                .isEqualTo("Anna");
        assertThat(found.json().path("faces").get(1).path("score").asDouble()).isEqualTo(1);
        assertThat(server.postAsViewer("/v1/photos/identify", Photos.of("anna")).status())
                .isEqualTo(403);
    }

    @Test
    void moreFacesThanASearchTakesAreSearchedInTurn() {
        gallery.put("p1", NewPerson.named("Zoe"));
        server.post("/v1/photos/people/p1", Photos.of("zoe"));
        String crowd = "bob ".repeat(70) + "zoe";
        Answer found = server.post("/v1/photos/identify", Photos.of(crowd));
        assertThat(found.json().path("faces")).hasSize(71);
        assertThat(found.json().path("faces").get(70).path("decision").asText()).isEqualTo("match");
        assertThat(found.json().path("faces").get(69).path("decision").asText()).isEqualTo("unknown");
    }

    @Test
    void aGalleryThatIsAwayIsNoFaultOfTheRequest() {
        InMemoryGallery away = new InMemoryGallery() {
            @Override
            public synchronized Optional<Person> person(String id) {
                throw new GalleryAwayException("It does not answer.");
            }
        };
        try (PhotoServer alone = new PhotoServer(SMALL, new Photos(), away, "a-model", CURVE)) {
            Answer answer = alone.post("/v1/photos/people/p1?name=Anna", Photos.of("anna"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.detail()).isEqualTo("The gallery does not answer: try again in a moment.");
        }
    }

    @Test
    void whatWouldFillTheMemoryIsToldToComeBack() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(8);
        CountDownLatch go = new CountDownLatch(1);
        PhotoAnalyzer slow = (photo, crops) -> {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        try (PhotoServer busy = new PhotoServer(SMALL, slow, gallery, "a-model", CURVE)) {
            List<CompletableFuture<Answer>> waiting = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> busy.post("/v1/photos/faces", Photos.of("anna")), task -> new Thread(task).start()))
                    .toList();
            entered.await();
            Answer refused = busy.post("/v1/photos/faces", Photos.of("anna"));
            assertThat(refused.status()).isEqualTo(503);
            go.countDown();
            assertThat(waiting)
                    .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
            assertThat(busy.post("/v1/photos/faces", Photos.of("anna")).status())
                    .isEqualTo(200);
        }
    }
}
