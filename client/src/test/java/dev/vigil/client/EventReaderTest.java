package dev.vigil.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program gets to see of the topics, whatever lies there. */
class EventReaderTest {
    private static final TopicPartition RECOGNITIONS = new TopicPartition(Recognition.TYPE, 0);
    private static final TopicPartition ALERTS = new TopicPartition(Alert.TYPE, 0);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final String FIELDS = """
            "episode": "door/s/0/0", "phase": "opened", "camera": {"id": "door", "name": "Door"},
            "track": {"id": "door/s/0/0", "firstSeen": "2026-11-24T10:00:00Z", "lastSeen": "2026-11-24T10:00:01Z", "frames": 3},
            "decision": "match", "reason": "above-threshold", "person": {"id": "ada", "name": "Ada", "watchlists": ["vip"]},
            "score": 0.71, "threshold": 0.42, "lowerThreshold": 0.3, "margin": null, "falsePositiveRate": 0.003,
            "extrapolated": false, "templates": 28, "revision": 1, "candidates": [{"person": "ada", "name": "Ada", "score": 0.71}],
            "face": {"box": [1, 2, 3, 4], "landmarks": [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]],
                     "quality": {"score": 0.8, "pixels": 40, "sharpness": 3, "brightness": 0.5, "yaw": 1, "pitch": 2, "roll": 3},
                     "liveness": null},
            "crop": {"contentType": "image/jpeg", "data": "/9j/"}, "model": {"detector": "d", "embedder": "e"},
            "timings": {"capturedAt": "2026-11-24T10:00:00.5Z", "publishedAt": null, "seenAt": null, "sightedAt": null,
                        "searchedAt": null, "emittedAt": "2026-11-24T10:00:01Z"},
            "replayed": false
            """;
    private static final String ALERT_FIELDS = """
            "id": "door/s/0/0/alert/vip/1", "watchlist": "vip", "severity": "warning", "appearedAt": "2026-11-24T10:00:00Z",
            "raisedAt": "2026-11-24T10:00:01Z", "expiresAt": "2026-11-24T11:00:00Z", "actuate": true,
            "actuateUntil": "2026-11-24T10:00:05Z", "acknowledged": false,
            """;
    private static final Instant RAISED = Instant.parse("2026-11-24T10:00:01Z");

    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    private final EventReader reader = new EventReader(kafka);

    @BeforeEach
    void assign() {
        kafka.assign(List.of(RECOGNITIONS, ALERTS));
        kafka.updateBeginningOffsets(Map.of(RECOGNITIONS, 0L, ALERTS, 0L));
    }

    @Test
    void aRecognitionIsReadWholeWithItsId() {
        add(RECOGNITIONS, 0, Recognition.TYPE, "{" + FIELDS + "}");
        Event.Recognized event = (Event.Recognized) only();
        assertThat(event.envelope().id()).isEqualTo("id-0");
        assertThat(event.envelope().source()).isEqualTo("/cameras/door");
        Recognition recognition = event.recognition();
        assertThat(recognition.decision()).isEqualTo(Recognition.Decision.MATCH);
        assertThat(recognition.person()).isEqualTo(new Recognition.Person("ada", "Ada", List.of("vip")));
        assertThat(recognition.margin()).isNull();
        assertThat(recognition.timings().emittedAt()).isEqualTo(RAISED);
        assertThat(recognition.face().landmarks()).hasSize(5);
        assertThat(recognition.crop().bytes()).hasSize(3);
    }

    @Test
    void fieldsAndLabelsOfTomorrowAreNoFault() {
        String tomorrow = FIELDS.replace("\"above-threshold\"", "\"by-gait\"").replace("\"opened\"", "\"paused\"");
        add(RECOGNITIONS, 0, Recognition.TYPE, "{" + tomorrow + ", \"gait\": {\"score\": 1}}");
        Recognition recognition = ((Event.Recognized) only()).recognition();
        assertThat(recognition.reason()).isEqualTo(Recognition.Reason.OTHER);
        assertThat(recognition.phase()).isEqualTo(Recognition.Phase.OTHER);
        assertThat(recognition.decision()).isEqualTo(Recognition.Decision.MATCH);
    }

    @Test
    void whatCantBeReadIsToldAndTheReaderGoesOn() {
        add(ALERTS, 0, "vigil.alert.withdrawn.v1", "{}");
        add(ALERTS, 1, Alert.TYPE, "{\"id\": 1");
        add(ALERTS, 2, Alert.TYPE, "{" + FIELDS + "}");
        add(ALERTS, 3, Alert.TYPE, "null");
        add(ALERTS, 4, null, "{}");
        add(ALERTS, 5, "vigil.alert.acknowledged.v1", """
                {"alert": "a", "watchlist": "vip", "by": "kim", "at": "2026-11-24T10:00:01Z"}""");
        List<Event> events = reader.poll(SOON);
        assertThat(events.subList(0, 5)).allSatisfy(event -> assertThat(event).isInstanceOf(Event.Unknown.class));
        assertThat(((Event.Unknown) events.get(0)).why()).contains("knows no vigil.alert.withdrawn.v1");
        assertThat(((Event.Unknown) events.get(4)).why()).isEqualTo("It is no CloudEvent 1.0.");
        assertThat(((Event.Acknowledged) events.get(5)).acknowledgement().by()).isEqualTo("kim");
    }

    @Test
    void noDoorOpensOnAnAlertThatIsReadLateOrReplayed() {
        add(ALERTS, 0, Alert.TYPE, "{" + ALERT_FIELDS + FIELDS + "}");
        Alert alert = ((Event.Alerted) only()).alert();
        assertThat(alert.recognition().person().name()).isEqualTo("Ada");
        assertThat(alert.actuates(RAISED)).isTrue();
        assertThat(alert.actuates(RAISED.plusSeconds(4))).isFalse();

        add(
                ALERTS,
                1,
                Alert.TYPE,
                "{" + ALERT_FIELDS + FIELDS.replace("\"replayed\": false", "\"replayed\": true") + "}");
        assertThat(((Event.Alerted) only()).alert().actuates(RAISED)).isFalse();
    }

    @Test
    void whatWasPolledCountsAsReadOnceItIsCommitted() {
        add(ALERTS, 0, Alert.TYPE, "{}");
        reader.poll(SOON);
        assertThat(kafka.committed(java.util.Set.of(ALERTS)).get(ALERTS)).isNull();
        reader.commit();
        assertThat(kafka.committed(java.util.Set.of(ALERTS)).get(ALERTS)).isEqualTo(new OffsetAndMetadata(1));
    }

    @Test
    void aPollThatIsWokenUpGivesNothingAndLosesNothing() {
        add(ALERTS, 0, Alert.TYPE, "{}");
        reader.wakeUp();
        assertThat(reader.poll(SOON)).isEmpty();
        assertThat(reader.poll(SOON)).hasSize(1);
    }

    @Test
    void aReaderOfNothingIsRefused() {
        assertThatThrownBy(() -> EventReader.of("127.0.0.1:1", "g").open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("alerts()");
    }

    private Event only() {
        List<Event> events = reader.poll(SOON);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private void add(TopicPartition partition, long offset, String type, String json) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", json.getBytes(UTF_8));
        record.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
        record.headers().add("ce_id", ("id-" + offset).getBytes(UTF_8));
        record.headers().add("ce_source", "/cameras/door".getBytes(UTF_8));
        if (type != null) {
            record.headers().add("ce_type", type.getBytes(UTF_8));
        }
        kafka.addRecord(record);
    }
}
