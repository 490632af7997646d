package dev.vigil.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.VigilProcess;
import dev.vigil.standalone.broker.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about people and watchlists against a gallery in a process of its own, on a real broker. */
class PeopleCommandsIT {
    private static final Pattern ADDRESS = Pattern.compile("listens at (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PEOPLE = 1_000;

    @TempDir
    private static Path folder;

    private static final String KEY = KeyRing.newKey();
    private static EmbeddedBroker broker;
    private static VigilProcess process;
    private static String url = "";
    private static HttpGalleryClient client;

    @BeforeAll
    static void startGallery() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, death -> {});
        forgetSoon();
        Path config = Files.writeString(folder.resolve("vigil.yaml"), """
                kafka: {bootstrap: "%s"}
                http:
                  keys:
                    - {id: all, role: admin, key: %s}
                gallery:
                  port: 0
                  encryption: none
                  limits: {writesPerSecond: 0, readsPerSecond: 0}
                """.formatted(broker.bootstrap(), KEY));
        process = VigilProcess.start(folder, "gallery", Map.of(), List.of("gallery", "--config", config.toString()))
                .awaitText("listens at");
        Matcher matcher = ADDRESS.matcher(process.err());
        assertThat(matcher.find()).isTrue();
        url = matcher.group(1);
        client = new HttpGalleryClient(URI.create(url), KEY, Duration.ofSeconds(20));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> gallery().people().isEmpty());
    }

    @AfterAll
    static void stopGallery() {
        process.close();
        broker.close();
    }

    @Test
    void oneOfAThousandPeopleIsErasedAndTheCommandTellsTheTruthBeforeAndAfterTheBound() throws Exception {
        enrolAll();
        assertThat(erasure("p500").status()).as("nobody erased them").isEqualTo(4);
        assertThat(erasure("p500").out()).contains("the gallery HOLDS this person");
        assertThat(erasure("nobody-of-that-id").status()).isEqualTo(5);

        Console.Ended erased = run("people", "erase", "p500", "--json");
        assertThat(erased.status()).as(erased.err()).isZero();
        JsonNode receipt = Json.read(erased.out(), JsonNode.class);

        Console.Ended before = erasure("p500");
        assertThat(before.status()).as(before.out()).isEqualTo(4);
        assertThat(before.out())
                .contains(receipt.path("receipt").asText())
                .contains("person:p500  CONTENT", "face:p500:", "2 records with content")
                .doesNotContain("HOLDS");

        await().atMost(PATIENCE).until(() -> erasure("p500").status() != 4);
        await().atMost(PATIENCE).until(() -> erasure("p500").status() != 3);
        Console.Ended after = erasure("p500");
        assertThat(after.status()).as(after.out()).isZero();
        assertThat(after.out())
                .contains("no content, no key")
                .containsPattern("vigil.face.recognized.v1 may hold .*, until \\d{4}-")
                .containsPattern("vigil.alert.raised.v1 may hold .*, until \\d{4}-")
                .contains("backups may hold");
        assertThat(gallery().people()).hasSizeGreaterThanOrEqualTo(PEOPLE - 1);
        assertThat(erasure("p501").out()).contains("the gallery HOLDS this person");
    }

    @Test
    void twoPeopleBecomeOneAndOneBecomesTwo() {
        gallery().put("ann", NewPerson.named("Ann"));
        gallery().put("anna", NewPerson.named("Anna"));
        gallery().enrol("ann", face(2_001));
        String moved = gallery().enrol("anna", face(2_002)).id();

        Console.Ended same = run("people", "merge", "ann", "Ann");
        assertThat(same.status()).isEqualTo(2);
        Console.Ended merged = run("people", "merge", "Ann", "Anna");
        assertThat(merged.status()).as(merged.err()).isZero();
        assertThat(merged.out()).contains("Ann (ann) has the faces of Anna (anna), who is gone");
        assertThat(gallery().person("anna")).isEmpty();
        assertThat(gallery().faces("ann")).hasSize(2);

        Console.Ended split = run("people", "split", "Ann", moved, "--name", "Bea", "--json");
        assertThat(split.status()).as(split.err()).isZero();
        String bea = Json.read(split.out(), JsonNode.class).at("/created/id").asText();
        assertThat(gallery().faces(bea)).extracting(face -> face.id()).containsExactly(moved);
        assertThat(gallery().faces("ann")).hasSize(1);
        assertThat(run("people", "split", "Ann", "no-such-face", "--name", "Eve")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void whoIsNamedIsExportedAndLookedForByNameAndListedWithTheirFaces() throws Exception {
        gallery().put("zoe-1", NewPerson.named("Zoe Smith"));
        gallery().put("zed-1", NewPerson.named("Zed"));
        gallery().put("zed-2", NewPerson.named("Zed"));
        gallery().enrol("zoe-1", face(3_001));
        gallery().enrol("zoe-1", face(3_002));

        assertThat(run("people", "list").out())
                .containsPattern("zoe-1 +2 faces +Zoe Smith")
                .containsPattern("zed-1 +0 faces +Zed");
        assertThat(run("people", "list", "--json").out()).contains("\"id\":\"zoe-1\"", "\"faces\":2");
        Console.Ended exported = run("people", "export", "Zoe Smith");
        assertThat(Json.read(exported.out(), JsonNode.class).at("/person/id").asText())
                .isEqualTo("zoe-1");
        for (String command : List.of("export", "erasure")) {
            List<String> more = command.equals("erasure") ? List.of("--gallery", url, "--key", KEY) : List.of();
            assertThat(run(command, "Zed", more).err()).contains("2 people are named 'Zed'", "zed-1, zed-2");
            assertThat(run(command, "Nobody At All", more).err()).contains("Nobody");
        }
        Console.Ended held = run("erasure", "Zoe Smith", List.of("--gallery", url, "--key", KEY));
        assertThat(held.status()).isEqualTo(4);
        assertThat(held.out()).contains("person:zoe-1", "HOLDS this person");
    }

    @Test
    void aWrongKeyIsToldWithTheFileThatItIsFrom() throws Exception {
        Path data = Files.createDirectories(folder.resolve("another"));
        String missing = Console.run(
                        Map.of("HOME", folder.toString()),
                        "people",
                        "list",
                        "--gallery",
                        url,
                        "--data",
                        data.toString())
                .err();
        assertThat(missing).contains("No key", data.resolve("admin.key") + " is not there");
        Files.writeString(data.resolve("admin.key"), KeyRing.newKey());
        Console.Ended wrong = Console.run(
                Map.of("HOME", folder.toString()), "people", "list", "--gallery", url, "--data", data.toString());
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("the key is that of the file " + data.resolve("admin.key"));
    }

    private static Console.Ended run(String command, String who, List<String> more) {
        List<String> line = new ArrayList<>(List.of("people", command, who));
        line.addAll(more);
        return run(line.toArray(String[]::new));
    }

    @Test
    void aWatchlistIsMadeAndChangedByOptionsAndWhatTheyDoNotNameStays() throws Exception {
        assertThat(run("watchlists", "put", "vip", "--severity", "warning").err())
                .contains("needs a name");
        Console.Ended made = run(
                "watchlists",
                "put",
                "vip",
                "--name",
                "Very important",
                "--threshold",
                "0.5",
                "--cooldown",
                "2m",
                "--schedule",
                "MON,TUE 22:00-06:00 Europe/Berlin");
        assertThat(made.status()).as(made.err()).isZero();
        run("watchlists", "put", "vip", "--severity", "critical", "--threshold", "none");
        JsonNode held = Json.read(run("watchlists", "show", "vip", "--json").out(), JsonNode.class)
                .path("watchlist");
        assertThat(held.path("name").asText()).isEqualTo("Very important");
        assertThat(held.path("severity").asText()).isEqualTo("critical");
        assertThat(held.path("threshold").isNull()).isTrue();
        assertThat(held.path("cooldown").asText()).isEqualTo("PT2M");
        assertThat(held.at("/schedule/0/days").size()).isEqualTo(2);
        Path file = Files.writeString(folder.resolve("vip.json"), "{\"name\":\"Plain\",\"severity\":\"info\"}");
        assertThat(run("watchlists", "put", "vip", file.toString(), "--name", "Both")
                        .status())
                .isEqualTo(2);
        assertThat(run("watchlists", "put", "vip").status()).isEqualTo(2);
        assertThat(run("watchlists", "put", "vip", file.toString()).status()).isZero();
        assertThat(gallery().watchlist("vip").orElseThrow().schedule()).isEmpty();
    }

    /** What was erased leaves the log within seconds instead of days. */
    private static void forgetSoon() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.GALLERY_CHANGED.name());
            ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "");
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            set(Map.of(
                                    "segment.ms", "6000",
                                    "max.compaction.lag.ms", "6000",
                                    "delete.retention.ms", "1000",
                                    "file.delete.delay.ms", "100")),
                            node,
                            set(Map.of("log.cleaner.backoff.ms", "500"))))
                    .all()
                    .get();
        }
    }

    private static Collection<AlterConfigOp> set(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(one -> new AlterConfigOp(new ConfigEntry(one.getKey(), one.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private static void enrolAll() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, PEOPLE)
                    .forEach(i -> all.add(pool.submit(() -> {
                        gallery().put("p" + i, NewPerson.named("Person " + i));
                        gallery().enrol("p" + i, face(i));
                    })));
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static NewFace face(long seed) {
        Random random = new Random(seed);
        float[] values = new float[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new NewFace("m", Embedding.normalised(values), "photo-" + seed, 0.9f, null);
    }

    private static HttpGalleryClient gallery() {
        return client;
    }

    private static Console.Ended erasure(String person) {
        return run("people", "erasure", person);
    }

    private static Console.Ended run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        if (line.get(1).equals("erasure")) {
            line.addAll(List.of("--kafka", broker.bootstrap()));
        } else {
            line.addAll(List.of("--gallery", url, "--key", KEY));
        }
        return Console.run(Map.of("HOME", folder.toString()), line.toArray(String[]::new));
    }
}
