package dev.vigil.standalone.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.broker.EmbeddedBroker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Programs that know nothing of Vigil but what is published, in the languages of {@code examples/}, all at once on a broker whose log a run
 * has left: nothing is written any more, so that it is known how many events there are.
 */
public final class ForeignClients implements AutoCloseable {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path SCHEMAS = ROOT.resolve("docs/events");
    private static final Path EXAMPLES = ROOT.resolve("examples");
    private static final Path KCAT = Path.of("/usr/bin/kcat");
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final long PATIENCE_S = 120;
    private static final List<TopicSpec> DECISIONS = List.of(Topics.FACE_RECOGNIZED, Topics.ALERT_RAISED);
    private static final List<TopicSpec> ALL = List.of(
            Topics.FACE_RECOGNIZED,
            Topics.ALERT_RAISED,
            Topics.FACE_SIGHTED,
            Topics.FRAME_ACCOUNTED,
            Topics.GALLERY_AUDITED);
    /** What the client's module may bring along, and no more: the example must do with that. */
    private static final Pattern LIGHT = Pattern.compile(
            ".*(/client/target/classes|/(vigil-client|kafka-clients|jackson-[a-z0-9-]+|slf4j-api|lz4-java|zstd-jni|snappy-java|jspecify)-[^/]*\\.jar)");

    private final EmbeddedBroker broker;
    private final Path folder;
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Optional<JsonSchema>> schemas = new HashMap<>();
    private final Map<String, Process> running = new HashMap<>();

    /**
     * Starts a broker on the log in {@code kafka}, and the clients in Python and Java, which read while the others are tried; they write
     * into {@code folder}.
     */
    public ForeignClients(Path kafka, Path folder) throws IOException, InterruptedException {
        this.broker = EmbeddedBroker.start(kafka, 0, death -> {});
        this.folder = folder;
        ALL.forEach(this::count);
        if (hasPython()) {
            start(
                    "python",
                    PYTHON.toString(),
                    EXAMPLES.resolve("python/follow.py").toString(),
                    broker.bootstrap(),
                    SCHEMAS.toString(),
                    total(ALL));
        }
        start(
                "java",
                java(),
                "-cp",
                light(),
                EXAMPLES.resolve("java/Follow.java").toString(),
                broker.bootstrap(),
                total(DECISIONS));
    }

    private void startNode() throws IOException, InterruptedException {
        Path project = Files.createDirectories(folder.resolve("javascript"));
        for (String file : List.of("package.json", "follow.js")) {
            Files.copy(EXAMPLES.resolve("javascript").resolve(file), project.resolve(file));
        }
        Process install = process("npm", "npm", "install", "--no-audit", "--no-fund", "--prefix", project.toString());
        boolean ended = install.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        install.destroyForcibly();
        assertThat(ended && install.exitValue() == 0).as(said("npm")).isTrue();
        start(
                "javascript",
                "node",
                project.resolve("follow.js").toString(),
                broker.bootstrap(),
                SCHEMAS.toString(),
                total(ALL));
    }

    /** confluent-kafka and jsonschema read every event and find each valid. */
    public void python() throws Exception {
        assumeTrue(hasPython(), "python3-confluent-kafka or python3-jsonschema is not installed");
        assertReadAll("python");
    }

    /** kafkajs and ajv read every event and find each valid. */
    public void javascript() throws Exception {
        assumeTrue(hasNode(), "node or npm is not installed");
        startNode();
        assertReadAll("javascript");
    }

    /** Our client, with the class path that it brings, reads every recognition and alert. */
    public void java17() throws Exception {
        String said = ended("java");
        assertThat(said.lines().filter(line -> line.startsWith("recognition ")))
                .hasSize(Math.toIntExact(count(Topics.FACE_RECOGNIZED)));
        assertThat(said).contains("alert vip").doesNotContain("passed over");
    }

    /** Every event that kcat prints is valid by its schema. */
    public void kcat() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "kcat is not installed");
        for (TopicSpec topic : ALL) {
            Process kcat = process(
                    topic.name(),
                    KCAT.toString(),
                    "-b",
                    broker.bootstrap(),
                    "-C",
                    "-q",
                    "-e",
                    "-o",
                    "beginning",
                    "-t",
                    topic.name(),
                    "-f",
                    "%h\\n%s\\n");
            assertThat(kcat.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            List<String> lines = Files.readAllLines(folder.resolve(topic.name() + ".out"), UTF_8);
            assertThat(lines).as(topic.name()).hasSize(Math.toIntExact(2 * count(topic)));
            for (int i = 0; i < lines.size(); i += 2) {
                assertValid(lines.get(i), lines.get(i + 1));
            }
        }
    }

    private void assertValid(String headers, String value) {
        Matcher type = Pattern.compile("\\bce_type=([^,]+)").matcher(headers);
        assertThat(type.find()).as(headers).isTrue();
        Optional<JsonSchema> schema = schemas.computeIfAbsent(type.group(1), ForeignClients::schema);
        if (schema.isPresent()) {
            assertThat(schema.get().validate(value, InputFormat.JSON)).as(value).isEmpty();
        } else {
            assertThat(value).as("a marker has no value").isEmpty();
        }
    }

    private static Optional<JsonSchema> schema(String type) {
        Path file = SCHEMAS.resolve(type + ".schema.json");
        try {
            return Files.exists(file)
                    ? Optional.of(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example found no fault, and counted of each topic what there is. */
    private void assertReadAll(String client) throws Exception {
        String said = ended(client);
        long counted = said.lines()
                .filter(line -> line.startsWith("vigil."))
                .mapToLong(line -> Long.parseLong(line.split(" ", 2)[1]))
                .sum();
        assertThat(Long.toString(counted)).isEqualTo(total(ALL));
        assertThat(said).contains("recognition photos match", "alert vip emily willis", "vigil.gallery.audited.v1 ");
    }

    private String ended(String client) throws Exception {
        Process process = running.get(client);
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                .as(said(client))
                .isTrue();
        assertThat(process.exitValue()).as(said(client)).isZero();
        return Files.readString(folder.resolve(client + ".out"));
    }

    private String said(String client) throws IOException {
        return Files.readString(folder.resolve(client + ".out")) + Files.readString(folder.resolve(client + ".err"));
    }

    private void start(String client, String... line) throws IOException {
        running.put(client, process(client, line));
    }

    private Process process(String client, String... line) throws IOException {
        return new ProcessBuilder(line)
                .redirectOutput(folder.resolve(client + ".out").toFile())
                .redirectError(folder.resolve(client + ".err").toFile())
                .start();
    }

    private long count(TopicSpec topic) {
        return counts.computeIfAbsent(topic.name(), name -> {
            long[] seen = new long[1];
            try (TopicScan scan = new TopicScan(
                    new KafkaConfig(broker.bootstrap(), Map.of()),
                    name,
                    IsolationLevel.READ_COMMITTED,
                    Duration.ofSeconds(30))) {
                List<TopicPartition> partitions = scan.partitions();
                scan.scan(scan.starts(partitions), scan.ends(partitions), record -> ++seen[0] > 0);
            }
            return seen[0];
        });
    }

    private String total(List<TopicSpec> topics) {
        return Long.toString(topics.stream().mapToLong(this::count).sum());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String light() {
        List<String> light = new ArrayList<>();
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIGHT.matcher(entry).matches())
                .forEach(light::add);
        assertThat(light).as("the client and what it stands on").hasSizeGreaterThan(5);
        return String.join(File.pathSeparator, light);
    }

    private static boolean hasPython() {
        return Files.isExecutable(PYTHON) && succeeds(PYTHON.toString(), "-c", "import confluent_kafka, jsonschema");
    }

    private static boolean hasNode() {
        return succeeds("node", "--version") && succeeds("npm", "--version");
    }

    private static boolean succeeds(String... line) {
        try {
            return new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // it is not there
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroy);
        broker.close();
    }
}
