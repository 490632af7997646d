package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.FaceScore;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewNegative;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.client.Parted;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.client.Verified;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the routes offer beyond enrolling and finding; every answer is held against the OpenAPI document. */
class RestIT {
    private static final String TOPIC = "rest";

    @TempDir
    static Path data;

    static TestBroker broker;
    static RunningGallery running;
    static HttpGalleryClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(data);
        running = RunningGallery.start(broker.client(), broker.createChangedTopic(TOPIC));
        client = running.client();
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        broker.close();
    }

    @Test
    void aWatchlistKeepsAllItsFields() throws Exception {
        NewWatchlist night = new NewWatchlist(
                "Night",
                Severity.CRITICAL,
                .5f,
                Duration.ofSeconds(90),
                List.of(new ScheduleWindow(
                        List.of(DayOfWeek.MONDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneId.of("Europe/Berlin"))),
                Instant.parse("2030-01-01T00:00:00Z"),
                Duration.ofSeconds(5));
        Watchlist put = client.putWatchlist("night", night);
        assertThat(NewWatchlist.of(put)).isEqualTo(night);
        assertThat(client.watchlist("night")).contains(put);
        JsonNode shown = json(running.send("GET", "/v1/watchlists/night", "viewer", null));
        assertThat(shown.get("cooldown").textValue()).isEqualTo("PT1M30S");
        assertThat(shown.at("/schedule/0").toString())
                .isEqualTo("{\"days\":[\"MONDAY\"],\"from\":\"22:00:00\",\"to\":\"06:00:00\","
                        + "\"zone\":\"Europe/Berlin\"}");
        assertThat(client.putWatchlist("night", night).version()).isEqualTo(1);
        assertThat(running.send("GET", "/v1/watchlists/night", "viewer", null, "If-None-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(304);

        client.put("w1", NewPerson.named("W"));
        assertThat(client.addToWatchlist("night", "w1").watchlists()).containsExactly("night");
        assertThat(client.peopleOn("night")).extracting(Person::id).containsExactly("w1");
        assertThat(running.send("DELETE", "/v1/watchlists/night", "operator", null)
                        .statusCode())
                .isEqualTo(409);
        client.takeOffWatchlist("night", "w1");
        client.removeWatchlist("night");
        assertThat(client.watchlist("night")).isEmpty();
    }

    @Test
    void aSearchIsFilteredAndExplainsItself() {
        client.putWatchlist("f-vip", new NewWatchlist("V", Severity.INFO, null, null, List.of(), null, null));
        client.put("f-listed", new NewPerson("L", "", List.of("f-vip"), false, null));
        client.put("f-ignored", new NewPerson("I", "", List.of(), true, null));
        client.enrol("f-listed", face("filters", 501));
        client.enrol("f-listed", face("filters", 502));
        client.enrol("f-ignored", face("filters", 503));
        Embedding probe = Vectors.of(503);

        assertThat(people(new Probes("filters", 5, List.of(probe)))).containsExactly("f-ignored", "f-listed");
        assertThat(people(new Probes("filters", 5, List.of(probe), List.of(), false, null, false)))
                .containsExactly("f-listed");
        Identified answer =
                client.identify(new Probes("filters", 5, List.of(probe), List.of("f-vip"), true, .9f, true));
        assertThat(answer.model()).isEqualTo("filters");
        assertThat(answer.explanation()).satisfies(explanation -> {
            assertThat(explanation.dimension()).isEqualTo(512);
            assertThat(explanation.filter().watchlists()).containsExactly("f-vip");
            assertThat(explanation.gallery().faces()).isGreaterThanOrEqualTo(3);
        });
        Candidate only = answer.results().get(0).candidates().get(0);
        assertThat(answer.results().get(0).above()).isFalse();
        assertThat(only.above()).isFalse();
        assertThat(only.faces()).hasSize(2);
        assertThat(only.faces().get(0)).isEqualTo(new FaceScore(only.face(), only.score()));
        assertThat(only.faces().get(1).score()).isLessThan(only.score());
    }

    private static List<String> people(Probes probes) {
        return client.identify(probes).results().get(0).candidates().stream()
                .map(Candidate::person)
                .toList();
    }

    @Test
    void aNegativeExampleVetoesWhoResemblesItMore() throws Exception {
        client.put("n-ann", NewPerson.named("Ann"));
        client.enrol("n-ann", face("negatives", 601));
        Embedding lookalike = blend(601, 602, .6);
        Probes probes = new Probes("negatives", 1, List.of(lookalike, Vectors.of(601)), List.of(), true, .3f, true);
        assertThat(client.identify(probes).results()).allMatch(result -> Boolean.TRUE.equals(result.above()));
        NewNegative negative = new NewNegative("negatives", blend(601, 602, .5), "recognition-7");
        client.addNegative("n-ann", negative);
        client.addNegative("n-ann", negative);

        List<Identified.Result> results = client.identify(probes).results();
        Candidate vetoed = results.get(0).candidates().get(0);
        assertThat(vetoed.vetoed()).isTrue();
        assertThat(vetoed.negative()).isGreaterThan(vetoed.score());
        assertThat(vetoed.negatives()).hasSize(1);
        assertThat(results.get(0).above()).as("nobody is left").isFalse();
        Candidate herself = results.get(1).candidates().get(0);
        assertThat(herself.vetoed()).isFalse();
        assertThat(herself.negative()).isLessThan(herself.score());
        assertThat(client.verify("n-ann", "negatives", lookalike)).satisfies(verified -> {
            assertThat(verified.vetoed()).isTrue();
            assertThat(verified.compared()).isEqualTo(1);
        });

        JsonNode listed = json(running.send("GET", "/v1/people/n-ann/negatives", "viewer", null));
        String id = listed.at("/negatives/0/id").textValue();
        assertThat(listed.at("/negatives")).hasSize(1);
        assertThat(running.send("DELETE", "/v1/people/n-ann/negatives/" + id, "operator", null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(client.verify("n-ann", "negatives", lookalike).negative()).isNull();
        client.addNegative("n-ann", negative);
        client.erase("n-ann");
        assertThat(TopicReader.compacted(TopicReader.committed(broker, TOPIC)).keySet())
                .as("an erased person leaves no negative example")
                .noneMatch(key -> key.contains("n-ann"));
    }

    @Test
    void aPersonIsVerifiedByAllTheirFaces() throws Exception {
        client.put("v-ann", NewPerson.named("Ann"));
        for (int seed : new int[] {701, 702, 703}) {
            client.enrol("v-ann", face("verify", seed));
        }
        String body = Json.line(Map.of(
                "person", "v-ann", "model", "verify", "embedding", Vectors.of(702), "threshold", .9, "explain", true));
        Verified verified =
                Json.read(running.send("POST", "/v1/verify", "service", body).body(), Verified.class);
        assertThat(verified.compared()).isEqualTo(3);
        assertThat(verified.above()).isTrue();
        assertThat(verified.faces())
                .hasSize(3)
                .first()
                .satisfies(best ->
                        assertThat(best.score()).isEqualTo(verified.score()).isGreaterThan(.9999f));
    }

    @Test
    void whatIsOddAboutANewFaceIsTold() throws Exception {
        client.put("s-ann", NewPerson.named("Ann"));
        client.put("s-bob", NewPerson.named("Bob"));
        assertThat(warnings("s-ann", face("sense", 801))).isEmpty();
        assertThat(warnings("s-ann", named("sense", Vectors.of(801), "again"))).containsExactly("duplicate s-ann");
        assertThat(warnings("s-ann", face("sense", 802))).containsExactly("outlier s-ann");
        assertThat(warnings("s-bob", named("sense", blend(801, 803, .3), "bob-1")))
                .containsExactly("conflict s-ann");
        assertThat(warnings("s-bob", named("sense", blend(801, 803, .3), "bob-1")))
                .as("it is there already")
                .isEmpty();
    }

    private static List<String> warnings(String person, NewFace face) throws Exception {
        HttpResponse<String> answer =
                running.send("POST", "/v1/people/" + person + "/faces", "operator", Json.line(face));
        assertThat(answer.statusCode()).isIn(200, 201);
        return json(answer)
                .get("warnings")
                .valueStream()
                .map(w -> w.get("kind").textValue() + " " + w.get("person").textValue())
                .toList();
    }

    @Test
    void whoIsMergedIsGoneAndTheOtherIsFoundByTheirFaces() throws Exception {
        client.put("m-ann", NewPerson.named("Ann"));
        client.put("m-twin", NewPerson.named("Ann again"));
        client.enrol("m-ann", face("merge", 911));
        client.enrol("m-twin", face("merge", 912));
        HttpResponse<String> merged =
                running.send("POST", "/v1/people/m-ann/merge", "operator", "{\"absorb\":\"m-twin\"}");
        assertThat(merged.statusCode()).isEqualTo(200);
        assertThat(client.faces("m-ann")).hasSize(2);
        assertThat(client.person("m-twin")).isEmpty();
        assertThat(people(new Probes("merge", 1, List.of(Vectors.of(912))))).containsExactly("m-ann");
        assertThat(running.send("POST", "/v1/people/m-ann/merge", "operator", "{\"absorb\":\"m-ann\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(running.send("POST", "/v1/people/m-ann/merge", "operator", "{\"absorb\":\"nobody\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void facesAreSplitOffWithTheirCropsInOneTransactionOnce() throws Exception {
        client.put("p-ann", NewPerson.named("Ann"));
        client.enrol("p-ann", face("split", 901));
        Base64Bytes jpeg = Base64Bytes.of(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 7});
        FaceTemplate wrong = client.enrol("p-ann", new NewFace("split", Vectors.of(902), "photo-902", .5f, jpeg));
        Parted parted = client.split("p-ann", List.of(wrong.id()), NewPerson.named("Eve"), "split-1");
        assertThat(client.split("p-ann", List.of(wrong.id()), NewPerson.named("Eve"), "split-1")
                        .created())
                .isEqualTo(parted.created());
        String eve = parted.created().id();
        assertThat(GalleryLog.partition(eve, 4)).isEqualTo(GalleryLog.partition("p-ann", 4));
        assertThat(client.faces("p-ann")).hasSize(1);
        assertThat(client.faces(eve)).containsExactly(moved(wrong, eve));
        assertThat(people(new Probes("split", 1, List.of(Vectors.of(902))))).containsExactly(eve);
        HttpResponse<String> crop =
                running.send("GET", "/v1/people/" + eve + "/faces/" + wrong.id() + "/crop", "viewer", null);
        assertThat(crop.statusCode()).isEqualTo(200);
        assertThat(crop.headers().firstValue("Content-Type")).contains("image/jpeg");
        String uncropped = client.faces("p-ann").get(0).id();
        assertThat(running.send("GET", "/v1/people/p-ann/faces/" + uncropped + "/crop", "viewer", null)
                        .statusCode())
                .isEqualTo(404);

        List<Long> offsets = TopicReader.committed(broker, TOPIC).stream()
                .filter(record -> TopicReader.key(record).contains(eve)
                        || (TopicReader.key(record).endsWith(wrong.id()) && record.value() == null))
                .map(ConsumerRecord::offset)
                .toList();
        assertThat(offsets).hasSize(3);
        assertThat(offsets.get(2) - offsets.get(0)).as("no marker between them").isLessThanOrEqualTo(3);
    }

    private static FaceTemplate moved(FaceTemplate f, String person) {
        return new FaceTemplate(
                f.id(), person, f.model(), f.embedding(), f.source(), f.quality(), f.crop(), f.createdAt());
    }

    @Test
    void aCreationThatIsRepeatedCreatesOnePersonForEachKey() {
        String ann = "{\"name\":\"Idem\"}";
        HttpResponse<String> first = post(ann, "operator", "k-1");
        HttpResponse<String> again = post(ann, "operator", "k-1");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue(Idempotency.REPLAYED)).contains("true");
        assertThat(first.headers().firstValue(Idempotency.REPLAYED)).isEmpty();
        assertThat(post("{\"name\":\"Other\"}", "operator", "k-1").statusCode()).isEqualTo(422);
        assertThat(post(ann, "admin", "k-1").body()).as("somebody else's key").isNotEqualTo(first.body());
        assertThat(post(ann, "operator", "k-2").body()).isNotEqualTo(first.body());
        assertThat(post(ann, "operator", "a b").statusCode()).isEqualTo(400);
        assertThat(client.peopleNamed("Idem")).hasSize(3);
    }

    private static HttpResponse<String> post(String body, String key, String idempotency) {
        return running.send("POST", "/v1/people", key, body, Idempotency.HEADER, idempotency);
    }

    @Test
    void peopleAreRenamedFoundByNameAndCounted() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.put("c-" + i, new NewPerson("Counted " + i, "", List.of(), i == 3, null));
        }
        assertThat(client.patch("c-1", Map.of("name", "Counted renamed")).version())
                .isEqualTo(2);
        assertThat(running.send(
                                "PATCH",
                                "/v1/people/c-1",
                                "operator",
                                "{\"name\":\"x\"}",
                                "If-Match",
                                "\"1\"",
                                "Content-Type",
                                "application/merge-patch+json")
                        .statusCode())
                .isEqualTo(412);
        JsonNode page = json(running.send("GET", "/v1/people?q=COUNTED&limit=2&count=true", "viewer", null));
        assertThat(page.get("people")).hasSize(2);
        assertThat(page.get("total").intValue()).isEqualTo(5);
        JsonNode last = json(running.send("GET", "/v1/people?q=counted&limit=3&after=c-1", "viewer", null));
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(last.get("people")).hasSize(3);
        assertThat(json(running.send("GET", "/v1/people?q=counted&ignored=true", "viewer", null))
                        .at("/people/0/id")
                        .textValue())
                .isEqualTo("c-3");
    }

    @Test
    void everyRouteIsInTheDocumentWithItsRoleAndPurpose() {
        JsonNode document = running.http.openApi();
        List<String> missing = running.http.endpoints().stream()
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .filter(endpoint -> {
                    JsonNode operation = document.path("paths")
                            .path(endpoint.path)
                            .path(endpoint.method.name().toLowerCase(java.util.Locale.ROOT));
                    return !operation.hasNonNull("summary")
                            || operation.path("responses").size() < 2;
                })
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
        assertThat(missing).isEmpty();
        assertThat(document.at("/paths/~1v1~1people/post/x-vigil-role").textValue())
                .isEqualTo("operator");
        assertThat(document.at("/paths/~1live/get/security")).isEmpty();
        assertThat(document.at("/components/schemas/PersonBody/required/0").textValue())
                .isEqualTo("name");
        assertThat(running.send("GET", "/openapi.json", "viewer", null).body()).isEqualTo(document.toString());
    }

    private static NewFace face(String model, long seed) {
        return named(model, Vectors.of(seed), "photo-" + seed);
    }

    private static NewFace named(String model, Embedding embedding, String source) {
        return new NewFace(model, embedding, source, .8f, null);
    }

    /** Between two embeddings: {@code part} of the second. */
    private static Embedding blend(long one, long other, double part) {
        float[] a = Vectors.of(one).toArray();
        float[] b = Vectors.of(other).toArray();
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) (a[i] * (1 - part) + b[i] * part);
        }
        return Embedding.normalised(a);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.mapper().readTree(answer.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }
}
