package dev.vigil.standalone.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.standalone.VigilProcess;
import dev.vigil.standalone.command.Console;
import dev.vigil.standalone.command.Console.Ended;
import dev.vigil.standalone.contract.ForeignClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A quickstart that goes on, in a process of its own, looked at from outside as its users do; stopped by a signal at last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveQuickstartIT {
    private static final Path KCAT = Path.of("/usr/bin/kcat");
    private static final List<String> METRICS = List.of(
            "vigil_ingest_frames_total{",
            "vigil_ingest_reconnects_total{",
            "vigil_ingest_camera_up{",
            "vigil_frame_age_seconds",
            "vigil_frames_dropped_total{",
            "vigil_faces_detected_total{",
            "vigil_recognitions_total{",
            "vigil_stage_seconds_bucket{",
            "vigil_capture_to_event_seconds_bucket{",
            "vigil_gallery_people ",
            "vigil_gallery_faces ",
            "vigil_gallery_search_seconds_count",
            "vigil_alerts_total{watchlist=\"vip\"}",
            "jvm_memory_used_bytes",
            "kafka_producer_",
            "kafka_stream_");

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static VigilProcess vigil;
    private static ForeignClients foreign;
    private static String login = "";
    private static String bootstrap = "";

    /** First without cameras, to put one of the people on a watchlist, so that the cameras then raise an alert. */
    @BeforeAll
    static void start() throws Exception {
        SampleFiles samples = new SampleFiles();
        samples.copyPeople(folder.resolve("people"), 2, List.of("emily willis", "tara sanford"));
        start("Ctrl-C stops", "--people", folder.resolve("people").toString());
        watchFor("emily willis");
        assertThat(vigil.terminate()).isZero();

        start(
                "Ctrl-C stops",
                "--people",
                folder.resolve("people").toString(),
                "--camera",
                "photos=" + samples.camera("photos"),
                "--camera",
                "stranger=" + samples.camera("cap12"));
    }

    private static void start(String last, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("quickstart", "--data", data(), "--port", "0", "--kafka-port", "0"));
        all.addAll(List.of(options));
        vigil = VigilProcess.start(folder, "vigil", Map.of(), all).awaitText(last);
        login = said("Console   ").split(" ", 2)[0];
        bootstrap = said("Kafka     ");
    }

    private static void watchFor(String name) throws Exception {
        HttpRequest watchlist = HttpRequest.newBuilder(address().resolve("/v1/watchlists/vip"))
                .header("Authorization", "Bearer " + key())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\": \"guests\", \"severity\": \"info\"}"))
                .build();
        HttpResponse<String> answer = HTTP.send(watchlist, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        HttpGalleryClient gallery = new HttpGalleryClient(address(), key(), Duration.ofSeconds(10));
        Person person = gallery.peopleNamed(name).get(0);
        gallery.put(person.id(), new NewPerson(name, "", List.of("vip"), false, null));
    }

    @AfterAll
    static void stop() {
        vigil.close();
        if (foreign != null) {
            foreign.close();
        }
    }

    @Test
    @Order(1)
    void theLoginLinkLogsInOnce() throws Exception {
        HttpResponse<String> first = get(URI.create(login), null);
        assertThat(first.statusCode()).isEqualTo(303);
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        HttpRequest people = HttpRequest.newBuilder(address().resolve("/v1/people"))
                .header("Cookie", cookie)
                .build();
        assertThat(HTTP.send(people, HttpResponse.BodyHandlers.ofString()).body())
                .contains("emily willis");
        assertThat(get(URI.create(login), null).headers().firstValue("Location"))
                .hasValue("/?login=expired");
        assertThat(get(address().resolve("/v1/people"), null).statusCode()).isEqualTo(401);
        assertThat(get(address().resolve("/"), null).body()).contains("<html");
    }

    @Test
    @Order(2)
    void kcatReadsAFrameAsAPicture() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "kcat is not installed");
        // markers of sessions lie between the frames, and are empty
        byte[] frame = kcat("-t", "vigil.frame.captured.v1", "-o", "beginning", "-c", "20", "-f", "%s");
        assertThat(frame).hasSizeGreaterThan(1_000).startsWith(0xFF, 0xD8);
    }

    @Test
    @Order(3)
    void kcatReadsARecognitionAsJsonWithCloudEventsHeaders() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "kcat is not installed");
        byte[] read = kcat("-t", "vigil.face.recognized.v1", "-o", "beginning", "-c", "1", "-f", "%h\n%k\n%s\n");
        String[] lines = new String(read, UTF_8).split("\n", -1);
        assertThat(lines[0])
                .contains("ce_specversion=1.0")
                .contains("ce_type=vigil.face.recognized.v1")
                .contains("ce_source=/cameras/" + lines[1])
                .contains("content-type=application/json")
                .contains("traceparent=00-");
        JsonNode event = Json.read(lines[2], JsonNode.class);
        assertThat(event.path("camera").path("id").asText()).isEqualTo(lines[1]);
        assertThat(event.path("phase").asText()).isEqualTo("opened");
    }

    @Test
    @Order(4)
    void everyMetricOfTheContractIsScraped() throws Exception {
        String key = key();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String scraped = get(address().resolve("/metrics"), key).body();
            assertThat(METRICS)
                    .allSatisfy(name -> assertThat(scraped.lines().anyMatch(line -> line.startsWith(name)))
                            .as(name)
                            .isTrue());
        });
        assertThat(get(address().resolve("/metrics"), null).statusCode()).isEqualTo(401);
        assertThat(get(address().resolve("/ready"), null).statusCode()).isEqualTo(200);
        assertThat(get(address().resolve("/v1/cameras"), key).body()).contains("\"stranger\"");
    }

    @Test
    @Order(5)
    void watchFollowsWithTheKeyOfTheDataFolder() {
        Ended ended = Console.run(
                System.getenv(),
                "watch",
                "--server",
                address().toString(),
                "--data",
                data(),
                "--recent",
                "2",
                "--count",
                "2",
                "--json");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()
                        .lines()
                        .map(line ->
                                Json.read(line, JsonNode.class).path("phase").asText()))
                .hasSize(2)
                .allMatch(phase -> List.of("opened", "updated", "closed").contains(phase));
    }

    @Test
    @Order(6)
    void explainTellsTheStoryOfAnAlert() throws Exception {
        JsonNode alert = alerts().path(0);
        String id = alert.path("id").asText();
        Ended ended = Console.run(System.getenv(), "explain", id, "--kafka", bootstrap, "--json");
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode story = Json.read(ended.out(), JsonNode.class);
        assertThat(story.at("/alert/watchlist").asText()).isEqualTo("vip");
        assertThat(story.at("/event/person/name").asText()).isEqualTo("emily willis");
        assertThat(story.at("/shots/0/face/quality/pixels").asDouble()).isPositive();
        assertThat(story.at("/card/falseMatchRateAtThreshold").asDouble()).isBetween(0.0, 1.0);
        assertThat(story.path("gallery")).hasSize(4);
        assertThat(story.path("stages").findValuesAsText("name"))
                .containsExactly("captured", "published", "seen", "sighted", "answered", "decided", "alerted");
        assertThat(story.path("audit").findValuesAsText("action")).contains("face.enrol");
        assertThat(ended.out()).doesNotContain("mbedding\"").doesNotContain("base64");

        String recognition = story.path("id").asText();
        Ended text = Console.run(System.getenv(), "explain", recognition, "--kafka", bootstrap);
        assertThat(text.out())
                .startsWith("recognition " + recognition)
                .contains("match: emily willis", "above-threshold: score 0.", "<- this", "px between the eyes");

        Ended unknown = Console.run(System.getenv(), "explain", recognition + "0", "--kafka", bootstrap);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err().lines()).hasSize(1);
        assertThat(unknown.err()).contains("There is no event '" + recognition + "0' on the topics");
    }

    @Test
    @Order(7)
    void aReplayByAStricterThresholdSaysWhatChangesUnderTheSameIdsEachTimeAndAlertsNobody() throws Exception {
        int before = alerts().size();
        String from = Instant.now().minusSeconds(600).toString();
        String to = Instant.now().toString();
        JsonNode first = replay("--from", from, "--to", to, "--camera", "photos", "--threshold", "0.999");
        assertThat(first.path("tracks").asInt()).isPositive();
        assertThat(first.at("/changes/0/before/decision").asText()).isEqualTo("match");
        assertThat(first.at("/changes/0/after/decision").asText()).isNotEqualTo("match");
        Set<String> ids = replayed();
        assertThat(ids).hasSize(first.path("events").asInt());
        replay("--from", from, "--to", to, "--camera", "photos", "--threshold", "0.999");
        assertThat(replayed()).as("the same decisions are the same events").isEqualTo(ids);

        JsonNode same = replay("--from", from, "--to", to, "--camera", "photos", "--dry-run");
        assertThat(same.path("changes")).as(same.toString()).isEmpty();
        assertThat(replayed()).as("a dry run writes nothing").isEqualTo(ids);
        assertThat(alerts()).hasSize(before);
        assertThat(get(address().resolve("/v1/recognitions?limit=200"), key()).body())
                .as("the console shows who is there, not who was")
                .doesNotContain("\"replayed\":true");
    }

    @Test
    @Order(7)
    void whoPausesACameraIsInTheAudit() {
        assertThat(cameras("pause", "stranger").status()).isZero();
        assertThat(cameras("resume", "stranger").status()).isZero();
        Ended listed = Console.run(
                System.getenv(),
                "audit",
                "list",
                "--action",
                "camera.pause",
                "--gallery",
                address().toString(),
                "--data",
                data());
        assertThat(listed.out()).contains("camera:stranger", "standalone", "cap12");
    }

    private static Ended cameras(String... arguments) {
        List<String> all = new ArrayList<>(List.of("cameras"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--server", address().toString(), "--data", data()));
        return Console.run(System.getenv(), all.toArray(String[]::new));
    }

    private static JsonNode alerts() throws Exception {
        return Json.read(get(address().resolve("/v1/alerts"), key()).body(), JsonNode.class);
    }

    private static JsonNode replay(String... options) {
        List<String> all = new ArrayList<>(List.of("replay", "--json", "--kafka", bootstrap));
        all.addAll(List.of("--gallery", address().toString(), "--data", data()));
        all.addAll(List.of(options));
        Ended ended = Console.run(System.getenv(), all.toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isZero();
        return Json.read(ended.out(), JsonNode.class);
    }

    /** The ids of all replayed events that are on the topic. */
    private static Set<String> replayed() {
        Set<String> ids = new TreeSet<>();
        Map<String, String> none = Map.of();
        try (TopicScan scan = new TopicScan(
                new KafkaConfig(bootstrap, none),
                Recognition.TYPE,
                IsolationLevel.READ_COMMITTED,
                Duration.ofSeconds(30))) {
            List<TopicPartition> partitions = scan.partitions();
            scan.scan(scan.starts(partitions), scan.ends(partitions), record -> {
                if (Json.read(record.value(), Recognition.class).replayed()) {
                    ids.add(EventHeaders.read(record.headers()).id());
                }
                return true;
            });
        }
        return ids;
    }

    @Test
    @Order(8)
    void peopleAreAddedShownRemovedAndErased() {
        SampleFiles samples = new SampleFiles();
        Path stills = samples.camera("franck").getParent();
        Ended added = people(
                "add",
                "Franck",
                stills.resolve("franck_01829.jpg").toString(),
                stills.resolve("franck_02045.jpg").toString());
        assertThat(added.status()).as(added.err()).isZero();
        assertThat(people("list").out()).contains("Franck").contains("emily willis");
        JsonNode shown = Json.read(people("show", "Franck", "--json").out(), JsonNode.class);
        assertThat(shown.path("faces")).hasSize(2);
        assertThat(shown.toString()).doesNotContain("embedding");
        String face = shown.path("faces").path(0).path("id").asText();
        assertThat(people("remove", "Franck", face).status()).isZero();
        assertThat(people("remove", "Franck", face).status()).as("it is gone").isEqualTo(2);
        assertThat(people("remove", "Franck").err()).contains("write 'vigil people erase'");
        assertThat(people("erase", "Franck").status()).isZero();
        Ended gone = people("show", "Franck");
        assertThat(gone.status()).isEqualTo(2);
        assertThat(gone.err()).contains("Nobody has the id or the name 'Franck'");
    }

    @Test
    @Order(9)
    void aPhotoOfSeveralPeopleIsRefused() {
        SampleFiles samples = new SampleFiles();
        Ended ended = people(
                "add", "Two", samples.camera("photos").resolve("sample (1).jpg").toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(people("list").out()).doesNotContain("Two");
    }

    @Test
    @Order(10)
    void aSecondOneOnTheSameDataFolderIsRefused() {
        Ended ended = Console.run(
                System.getenv(),
                "quickstart",
                "--people",
                folder.resolve("people").toString(),
                "--data",
                data(),
                "--port",
                "0",
                "--kafka-port",
                "0");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .contains("The data folder " + data() + " is in use by another vigil (process " + vigil.pid() + ")");
    }

    @Test
    @Order(11)
    void aSignalStopsItInOrderWithASummary() throws Exception {
        assertThat(vigil.terminate()).as(vigil.err()).isZero();
        assertThat(vigil.out()).contains("Summary:").containsPattern("photos +\\d+ frames");
        assertThat(lines("(closed)")).as("what the cameras left open is closed").isEqualTo(lines("(opened)"));
        assertThat(vigil.err()).doesNotContain("did not close").doesNotContain("Exception");
    }

    @Test
    @Order(12)
    void aRunUntilTheEndThatIsStoppedBeforeItHasFailed() throws Exception {
        start("Data ", "--camera", "franck=" + new SampleFiles().camera("franck"), "--until-end");
        assertThat(vigil.terminate()).isEqualTo(1);
        assertThat(vigil.out()).contains("Summary:");
    }

    @Test
    @Order(13)
    void kcatReadsEveryEventOfTheRunByThePublishedSchemas() throws Exception {
        foreign().kcat();
    }

    @Test
    @Order(14)
    void aPythonProgramReadsEveryEventOfTheRunByThePublishedSchemas() throws Exception {
        foreign().python();
    }

    @Test
    @Order(15)
    void aJavaScriptProgramReadsEveryEventOfTheRunByThePublishedSchemas() throws Exception {
        foreign().javascript();
    }

    @Test
    @Order(16)
    void aJavaProgramReadsEveryDecisionOfTheRunWithTheClientAlone() throws Exception {
        foreign().java17();
    }

    /** On what the runs before have left. */
    private static ForeignClients foreign() throws Exception {
        if (foreign == null) {
            foreign = new ForeignClients(Path.of(data(), "kafka"), Files.createDirectory(folder.resolve("foreign")));
        }
        return foreign;
    }

    private static long lines(String end) throws IOException {
        return vigil.out().lines().filter(line -> line.endsWith(end)).count();
    }

    private static Ended people(String... arguments) {
        List<String> all = new ArrayList<>(List.of("people"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--gallery", address().toString(), "--data", data()));
        return Console.run(System.getenv(), all.toArray(String[]::new));
    }

    private static byte[] kcat(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("timeout", "60", KCAT.toString(), "-b", bootstrap, "-C", "-q"));
        line.addAll(List.of(arguments));
        Process kcat = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] read = kcat.getInputStream().readAllBytes();
        assertThat(kcat.waitFor()).isZero();
        return read;
    }

    private static HttpResponse<String> get(URI uri, String key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String key() throws IOException {
        return Files.readString(Path.of(data(), "admin.key")).trim();
    }

    private static String data() {
        return folder.resolve("data").toString();
    }

    private static URI address() {
        return URI.create(login).resolve("/");
    }

    private static String said(String start) throws IOException {
        return vigil.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }
}
