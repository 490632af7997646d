package dev.vigil.standalone.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.rights.ErasureCheck;
import dev.vigil.gallery.rights.ErasureProof;
import dev.vigil.ingest.Ingest;
import dev.vigil.ingest.IngestConfig;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.stream.GroupProtocol;
import dev.vigil.recognizer.stream.StreamApplication;
import dev.vigil.recognizer.stream.StreamSettings;
import dev.vigil.recognizer.webhook.Webhooks;
import dev.vigil.recognizer.webhook.WebhooksConfig;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.broker.SecuredBroker;
import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the rights that docs/access.md names, and no others, each service does its work at a broker with an authorizer. */
class DocumentedRightsIT {
    private static final String PASSWORD = "the-password-that-is-right";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static SecuredBroker broker;
    private static Admin admin;
    private static KafkaProducer<String, byte[]> producer;

    private final Metrics metrics = new Metrics();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = SecuredBroker.start(folder);
        Map<String, Object> plain = Map.of("bootstrap.servers", broker.plainAddress());
        admin = Admin.create(plain);
        producer = new KafkaProducer<>(plain, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        admin.close();
        broker.close();
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private static KafkaConfig user(String name) throws Exception {
        broker.user(name, PASSWORD);
        return broker.client(name, PASSWORD);
    }

    @Test
    void ingestPublishesAndAccounts() throws Exception {
        KafkaConfig kafka = user("ingest");
        broker.permit("ingest", ResourceType.TOPIC, Topics.FRAME_CAPTURED.name(), AclOperation.WRITE);
        broker.permit("ingest", ResourceType.TOPIC, Topics.FRAME_ACCOUNTED.name(), AclOperation.WRITE);
        broker.permit("ingest", ResourceType.GROUP, "vigil-see", AclOperation.DESCRIBE);
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB),
                "jpg",
                pictures.resolve("one.jpg").toFile());
        record Whole(IngestConfig ingest) {}
        IngestConfig config = ConfigReader.parse(
                        "ingest: {accountEvery: 1s, cameras: [{id: door, source: \"" + pictures + "\"}]}",
                        "test.yaml",
                        Map.of(),
                        Whole.class)
                .ingest();
        try (Ingest ingest = Ingest.start(config, kafka, metrics)) {
            await().atMost(PATIENCE).until(() -> ingest.readiness().awaited().isEmpty());
            await().atMost(PATIENCE).until(() -> records(Topics.FRAME_CAPTURED.name()) > 1);
            await().atMost(PATIENCE).until(() -> records(Topics.FRAME_ACCOUNTED.name()) > 0);
        }
    }

    /** Both applications by their real names, with all that they make: changelogs, repartition topics, transactions. */
    @Test
    void theRecognizersStreamsReadKeepAndWrite() throws Exception {
        KafkaConfig kafka = user("recognizer");
        broker.permit("recognizer", ResourceType.TOPIC, "vigil.*", AclOperation.READ, AclOperation.WRITE);
        for (String application : List.of("vigil-see", "vigil-decide")) {
            broker.permit(
                    "recognizer",
                    ResourceType.TOPIC,
                    application + "-*",
                    AclOperation.CREATE,
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.DELETE,
                    AclOperation.DESCRIBE_CONFIGS);
            broker.permit("recognizer", ResourceType.GROUP, application, AclOperation.READ);
            broker.permit("recognizer", ResourceType.TRANSACTIONAL_ID, application + "-*", AclOperation.WRITE);
        }
        producer.send(new ProducerRecord<>(Topics.FACE_SIGHTED.name(), "door", "x".getBytes(UTF_8)))
                .get();
        try (StreamApplication see = stream("vigil-see", kafka);
                StreamApplication decide = stream("vigil-decide", kafka)) {
            for (StreamApplication one : List.of(see, decide)) {
                await().atMost(PATIENCE).until(() -> one.readiness().awaited().isEmpty());
            }
            await().atMost(PATIENCE).until(() -> committed("vigil-see") > 0 && committed("vigil-decide") > 0);
            await().atMost(PATIENCE).until(() -> records(Topics.FACE_RECOGNIZED.name()) > 1);
        }
    }

    @Test
    void webhooksTellOfAnAlert() throws Exception {
        KafkaConfig kafka = user("webhooks");
        broker.permit("webhooks", ResourceType.TOPIC, Topics.ALERT_RAISED.name(), AclOperation.READ);
        broker.permit("webhooks", ResourceType.TOPIC, Topics.FACE_RECOGNIZED.name(), AclOperation.READ);
        broker.permit("webhooks", ResourceType.GROUP, "vigil-webhooks-*", AclOperation.READ);
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        record Whole(WebhooksConfig webhooks) {}
        WebhooksConfig config = ConfigReader.parse(
                        "webhooks: {allowNetworks: [127.0.0.0/8], targets: [{id: door, url: \"http://127.0.0.1:"
                                + receiver.getAddress().getPort()
                                + "/\", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, events: [alert]}]}",
                        "test.yaml",
                        Map.of(),
                        Whole.class)
                .webhooks();
        try (Webhooks unused = Webhooks.start(config, kafka, metrics.registry())) {
            await().atMost(PATIENCE).until(() -> {
                raise();
                return !told.isEmpty();
            });
        } finally {
            receiver.stop(0);
        }
        assertThat(told.peek()).contains("\"watchlist\":\"vip\"");
    }

    @Test
    void whoLooksForWhatIsErasedAndChecksTheAuditReadsOnly() throws Exception {
        KafkaConfig kafka = user("auditor");
        broker.permit("auditor", ResourceType.TOPIC, "vigil*", AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
        String audited = Topics.GALLERY_AUDITED.name();
        assertThat(new ErasureCheck(kafka, Topics.GALLERY_CHANGED.name(), audited)
                        .of("nobody")
                        .verdict())
                .isEqualTo(ErasureProof.Verdict.UNKNOWN);
        assertThat(new AuditTopic(kafka, audited, PATIENCE)
                        .verify(null, List.of(), List.of())
                        .intact())
                .isTrue();
    }

    /** A webhook begins with what comes after its start. */
    private static void raise() throws Exception {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                Topics.ALERT_RAISED.name(),
                "vip",
                Json.bytes(Map.of("watchlist", "vip", "actuate", false, "camera", Map.of("id", "cam", "name", "cam"))));
        new EventHeaders("alert", Alert.TYPE, "/cameras/cam", Instant.now(), null, "application/json", null, Map.of())
                .writeTo(record.headers());
        producer.send(record).get();
    }

    private StreamApplication stream(String application, KafkaConfig kafka) {
        StreamSettings settings = new StreamSettings(
                application, 1, Duration.ofMillis(100), Duration.ofMillis(100), null, 1, 0, GroupProtocol.CLASSIC);
        return StreamApplication.start(counting(), settings, kafka, metrics.registry(), () -> {});
    }

    private static Topology counting() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        Topics.FACE_SIGHTED.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("sightings"))
                .repartition(
                        Repartitioned.with(Serdes.String(), Serdes.ByteArray()).withName("again"))
                .groupByKey(Grouped.with("grouped", Serdes.String(), Serdes.ByteArray()))
                .count(Named.as("counted"), Materialized.as("counts"))
                .toStream(Named.as("changes"))
                .to(
                        Topics.FACE_RECOGNIZED.name(),
                        Produced.with(Serdes.String(), Serdes.Long()).withName("recognitions"));
        return builder.build();
    }

    private static long records(String topic) throws Exception {
        int partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().values().stream()
                .mapToLong(info -> info.offset())
                .sum();
    }

    private static long committed(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }
}
