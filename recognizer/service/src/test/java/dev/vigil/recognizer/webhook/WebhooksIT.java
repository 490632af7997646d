package dev.vigil.recognizer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.recognizer.TestBroker;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksIT {
    private static final String SECRET = "a secret of twenty bytes";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestBroker broker;
    private Receiver receiver;
    private KafkaProducer<String, byte[]> producer;
    private int made;
    private Instant actuating = Instant.MIN;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(folder);
        receiver = Receiver.start();
        producer = new KafkaProducer<>(broker.client().client(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() throws Exception {
        producer.close();
        receiver.close();
        broker.close();
    }

    @Test
    void tellsEachAlertInOrderSignedUntilItIsTakenAndOpensNoDoorOnAnOldOne() throws Exception {
        try (Webhooks unused = Webhooks.start(config(target("door", false)), broker.client(), meters)) {
            awaitGroup("door");
            publish("vip", Duration.ZERO);
            await().until(() -> receiver.taken().size() == 1);
            signatureIsRight(receiver.requests.get(0));
            assertThat(receiver.requests.get(0).type()).isEqualTo(Alert.TYPE);
            assertThat(actuates(receiver.requests.get(0))).isTrue();

            receiver.answerNext(503, 500, 422);
            publish("vip", Duration.ZERO); // taken at the third go, which refuses it for good
            publish("vip", Duration.ofMinutes(1));
            await().until(() -> receiver.taken().size() == 2);
        }
        assertThat(receiver.requests)
                .extracting(Receiver.Request::id)
                .containsExactly("alert-1", "alert-2", "alert-2", "alert-2", "alert-3");
        assertThat(actuates(receiver.requests.get(4))).as("a minute old").isFalse();
        assertThat(count("taken")).isEqualTo(2);
        assertThat(count("repeated")).isEqualTo(2);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void whoWasAwayIsToldWhatItMissedAndAGroupThatIsSetBackOpensNoDoor() throws Exception {
        WebhooksConfig doors = config(target("door", true), target("log", false));
        try (Webhooks unused = Webhooks.start(doors, broker.client(), meters)) {
            awaitGroup("door");
            awaitGroup("log");
            publish("vip", Duration.ZERO);
            publish("other", Duration.ZERO);
            await().until(() -> receiver.taken().size() == 2);
        }
        for (int i = 0; i < 3; i++) {
            publish("vip", Duration.ofMinutes(2));
        }
        try (Webhooks unused = Webhooks.start(doors, broker.client(), meters)) {
            await().until(() -> receiver.taken().size() == 5);
        }
        assertThat(receiver.taken()).endsWith("alert-3", "alert-4", "alert-5");

        await().until(() -> Instant.now().isAfter(actuating)); // a quick machine is here before the first has grown old
        int before = receiver.requests.size();
        setBack("door");
        setBack("log");
        try (Webhooks unused = Webhooks.start(doors, broker.client(), meters)) {
            await().until(() -> receiver.requests.size() >= before + 4);
            awaitEnd("door");
        }
        assertThat(receiver.requests.subList(before, receiver.requests.size()))
                .as("the log is told again, and the door of nothing, since what was fresh then is old now")
                .hasSize(4)
                .noneMatch(WebhooksIT::actuates);
    }

    @Test
    void privateAddressesAreNotAskedUnlessTheirNetworkIsAllowed() throws Exception {
        WebhooksConfig config = new WebhooksConfig(
                List.of(target("door", false)),
                List.of(),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofHours(1));
        try (Webhooks unused = Webhooks.start(config, broker.client(), meters)) {
            awaitGroup("door");
            publish("vip", Duration.ZERO);
            await().until(() -> count("repeated") >= 2);
        }
        assertThat(receiver.requests).isEmpty();
    }

    private WebhookTarget target(String id, boolean actuatingOnly) {
        return new WebhookTarget(
                id,
                receiver.url(),
                Secret.of(SECRET),
                List.of(WebhookTarget.Kind.ALERT),
                List.of("vip"),
                List.of(),
                List.of(),
                actuatingOnly,
                false);
    }

    private static WebhooksConfig config(WebhookTarget... targets) {
        return new WebhooksConfig(
                List.of(targets),
                List.of("127.0.0.0/8"),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofHours(1));
    }

    /** An alert whose face was seen so long ago, by a clock like ours; a door may open on it for six seconds. */
    private void publish(String watchlist, Duration age) throws Exception {
        made++;
        Instant raised = Instant.now().minus(age);
        Instant until = raised.plusSeconds(6);
        actuating = until.isAfter(actuating) ? until : actuating;
        Map<String, Object> alert = Map.of(
                "watchlist",
                watchlist,
                "actuate",
                true,
                "actuateUntil",
                raised.plusSeconds(6).toString(),
                "replayed",
                false,
                "camera",
                Map.of("id", "cam", "name", "cam"));
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.ALERT_RAISED.name(), watchlist, Json.bytes(alert));
        new EventHeaders("alert-" + made, Alert.TYPE, "/cameras/cam", raised, null, "application/json", null, Map.of())
                .writeTo(record.headers());
        producer.send(record).get(10, TimeUnit.SECONDS);
    }

    /** Until it has noted where it begins. */
    private void awaitGroup(String target) throws Exception {
        try (Admin admin = Admin.create(broker.client().client())) {
            await().until(() -> committed(admin, target).size() == Topics.ALERT_RAISED.standalonePartitions());
        }
    }

    private void awaitEnd(String target) throws Exception {
        try (Admin admin = Admin.create(broker.client().client())) {
            await().until(() -> committed(admin, target).values().stream()
                            .mapToLong(OffsetAndMetadata::offset)
                            .sum()
                    == made);
        }
    }

    private void setBack(String target) throws Exception {
        try (Admin admin = Admin.create(broker.client().client())) {
            Map<TopicPartition, OffsetAndMetadata> known = committed(admin, target);
            known.replaceAll((partition, offset) -> new OffsetAndMetadata(0));
            await().ignoreExceptions()
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets(group(target), known)
                            .all()
                            .get(5, TimeUnit.SECONDS));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String target) throws Exception {
        return new java.util.HashMap<>(admin.listConsumerGroupOffsets(group(target))
                .partitionsToOffsetAndMetadata()
                .get(5, TimeUnit.SECONDS));
    }

    private static String group(String target) {
        return "vigil-webhooks-" + target;
    }

    private double count(String outcome) {
        return meters.find("vigil.webhook.deliveries").tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static boolean actuates(Receiver.Request request) {
        try {
            return Json.mapper().readTree(request.body()).path("actuate").asBoolean();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void signatureIsRight(Receiver.Request request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        byte[] signed = mac.doFinal((request.id() + "." + request.timestamp() + "." + request.body()).getBytes(UTF_8));
        assertThat(request.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
    }
}
