package dev.vigil.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vigil.gallery.server.Gallery;
import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.ingest.Ingest;
import dev.vigil.ingest.IngestConfig;
import dev.vigil.recognizer.stream.GroupProtocol;
import dev.vigil.recognizer.stream.StreamApplication;
import dev.vigil.recognizer.stream.StreamSettings;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaDoor;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.broker.SecuredBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a Kafka that lets in only whom it knows does to the parts of the services, and how they go on once it is mended. */
class SecuredKafkaIT {
    private static final String WRONG = "a-password-that-is-wrong";
    private static final String RIGHT = "the-password-that-is-right";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static SecuredBroker broker;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final Metrics metrics = new Metrics();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = SecuredBroker.start(folder);
        broker.user("trusted", RIGHT);
        permitAll("trusted");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        logged.start();
        root.setLevel(Level.INFO); // Kafka's clients tell their settings there
        root.addAppender(logged);
    }

    @AfterEach
    void noSecretWasLogged() {
        root.detachAppender(logged);
        root.setLevel(before);
        metrics.close();
        assertThat(lines(event -> true)).isNotEmpty().noneMatch(line -> line.contains(WRONG) || line.contains(RIGHT));
    }

    private static void permitAll(String user) throws Exception {
        broker.permit(user, ResourceType.TOPIC, "*", AclOperation.ALL);
        broker.permit(user, ResourceType.GROUP, "*", AclOperation.ALL);
        broker.permit(user, ResourceType.TRANSACTIONAL_ID, "*", AclOperation.ALL);
        broker.permit(user, ResourceType.CLUSTER, "kafka-cluster", AclOperation.ALL);
    }

    private List<String> lines(Predicate<ILoggingEvent> which) {
        return List.copyOf(logged.list).stream()
                .filter(which)
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : " " + event.getThrowableProxy().getMessage()))
                .toList();
    }

    private static String awaitRefusal(Readiness part) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> part.awaited()
                        .filter(why -> !why.contains("waits for the topic"))
                        .isPresent());
        return part.awaited().orElseThrow();
    }

    private static void awaitReady(Readiness part) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(part.awaited()).isEmpty());
    }

    private static GalleryConfig config() {
        record Whole(GalleryConfig gallery) {}
        return ConfigReader.parse(
                        "gallery: {port: 0, encryption: none, writeTimeout: 4s}", "test.yaml", Map.of(), Whole.class)
                .gallery();
    }

    @Test
    void aGalleryWithAWrongPasswordSaysSoAndGoesOnOnceTheBrokerAcceptsIt() throws Exception {
        broker.user("late", RIGHT);
        permitAll("late");
        KafkaConfig kafka = broker.client("late", WRONG);
        try (Gallery gallery = Gallery.start(config(), kafka, metrics);
                KafkaDoor door = KafkaDoor.start(kafka)) {
            assertThat(awaitRefusal(gallery.readiness()))
                    .contains(broker.address())
                    .contains("does not accept the user 'late' with this password")
                    .contains("kafka.password");
            assertThat(awaitRefusal(door)).isEqualTo(awaitRefusal(gallery.readiness()));
            assertThat(gallery.lost()).isNotDone();

            broker.user("late", WRONG);
            awaitReady(gallery.readiness());
            awaitReady(door);
            assertThat(gallery.lost()).isNotDone();
        }
    }

    @Test
    void whoIsUnknownAndWhomseCertificateIsStrangeIsTold() throws Exception {
        Map<KafkaConfig, String> refused = Map.of(
                broker.client("nobody", RIGHT), "does not accept the user 'nobody'",
                broker.distrustfulClient("trusted", RIGHT), "signed by nobody whom we trust: set kafka.ca",
                broker.misnamedClient("trusted", RIGHT), "not for a name under which it is reached");
        List<Gallery> galleries = new ArrayList<>();
        try {
            for (Map.Entry<KafkaConfig, String> each : refused.entrySet()) {
                Gallery gallery = Gallery.start(config(), each.getKey(), new Metrics());
                galleries.add(gallery);
                assertThat(awaitRefusal(gallery.readiness())).contains(each.getValue());
            }
            assertThat(galleries)
                    .allSatisfy(gallery -> assertThat(gallery.lost()).isNotDone());
        } finally {
            for (Gallery gallery : galleries) {
                gallery.close();
            }
        }
    }

    @Test
    void whoSpeaksTlsWithSomebodyWhoDoesNotIsTold() throws Exception {
        try (KafkaDoor eager = KafkaDoor.start(broker.client("trusted", RIGHT).at(broker.plainAddress()));
                KafkaDoor shy = KafkaDoor.start(new KafkaConfig(broker.address(), Map.of()))) {
            assertThat(awaitRefusal(eager)).contains("does not speak TLS there");
            assertThat(awaitRefusal(shy)).contains("speaks TLS there, and we don't: set kafka.ca");
        }
    }

    @Test
    void aGalleryThatLacksRightsSaysWhichAndGoesOnAsTheyAreGiven() throws Exception {
        broker.user("new", RIGHT);
        String topic = Topics.GALLERY_CHANGED.name();
        try (Gallery gallery = Gallery.start(config(), broker.client("new", RIGHT), metrics)) {
            assertThat(awaitRefusal(gallery.readiness()))
                    .contains("does not permit this to the user 'new'")
                    .contains(topic)
                    .contains("docs/access.md");
            broker.permit(
                    "new",
                    ResourceType.TOPIC,
                    topic,
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.DESCRIBE_CONFIGS);
            broker.permit(
                    "new", ResourceType.TOPIC, Topics.GALLERY_AUDITED.name(), AclOperation.READ, AclOperation.WRITE);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(gallery.readiness().awaited())
                            .hasValueSatisfying(why -> assertThat(why).contains("vigil-gallery-" + topic)));
            broker.permit("new", ResourceType.GROUP, "vigil-gallery-" + topic, AclOperation.READ);
            broker.permit("new", ResourceType.TRANSACTIONAL_ID, "vigil-gallery-*", AclOperation.WRITE);
            awaitReady(gallery.readiness());
            assertThat(gallery.lost()).isNotDone();
        }
    }

    @Test
    void ingestAndTheStreamsGoOnOnceTheirUserIsAccepted() throws Exception {
        broker.user("stream", RIGHT);
        permitAll("stream");
        KafkaConfig kafka = broker.client("stream", WRONG);
        CountDownLatch given = new CountDownLatch(1);
        StreamApplication streams =
                StreamApplication.start(passing(), streamSettings(), kafka, metrics.registry(), given::countDown);
        try (streams;
                Ingest ingest = Ingest.start(ingestConfig(), kafka, metrics)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ingest.readiness().awaited())
                            .hasValueSatisfying(why -> assertThat(why).contains("does not accept the user 'stream'")));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(streams.readiness().awaited())
                            .hasValueSatisfying(why -> assertThat(why).contains("does not accept the user 'stream'")));
            broker.user("stream", WRONG);
            awaitReady(ingest.readiness());
            awaitReady(streams.readiness());
            assertThat(given.getCount()).as("nothing was given up").isEqualTo(1);
        }
    }

    private static IngestConfig ingestConfig() {
        record Whole(IngestConfig ingest) {}
        return ConfigReader.parse("ingest: {}", "test.yaml", Map.of(), Whole.class)
                .ingest();
    }

    private static Topology passing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        Topics.FACE_SIGHTED.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("sightings"))
                .foreach((key, value) -> {}, Named.as("nowhere"));
        return builder.build();
    }

    private static StreamSettings streamSettings() {
        return new StreamSettings(
                "vigil-test", 1, Duration.ofMillis(100), Duration.ofMillis(100), null, 1, 0, GroupProtocol.CLASSIC);
    }
}
