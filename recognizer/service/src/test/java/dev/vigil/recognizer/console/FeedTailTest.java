package dev.vigil.recognizer.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FeedTailTest {
    private static final String TOPIC = "vigil.face.recognized.v1";

    private final EventRing ring = new EventRing(10, 10);
    private final FeedTail tail = new FeedTail(Map.of(TOPIC, ring), 10);
    private final AtomicBoolean stop = new AtomicBoolean();

    private MockConsumer<String, byte[]> consumer(long firstEnd, long secondEnd) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(1, "127.0.0.1", 9092);
        Node[] nodes = {node};
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, node, nodes, nodes),
                        new PartitionInfo(TOPIC, 1, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(partition(0), 0L, partition(1), 0L));
        consumer.updateEndOffsets(Map.of(partition(0), firstEnd, partition(1), secondEnd));
        return consumer;
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    private static ConsumerRecord<String, byte[]> record(
            int partition, long offset, String type, String id, int second, String value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(TOPIC, partition, offset, "door", value.getBytes(UTF_8));
        new EventHeaders(
                        id,
                        type,
                        "/cameras/door",
                        Instant.ofEpochSecond(second),
                        null,
                        "application/json",
                        null,
                        Map.of())
                .writeTo(record.headers());
        return record;
    }

    private static ConsumerRecord<String, byte[]> recognition(int partition, long offset, String id, int second) {
        return record(
                partition,
                offset,
                TOPIC,
                id,
                second,
                "{\"camera\":{\"id\":\"door\"},\n \"decision\":\"match\", \"more\":[1]}");
    }

    private List<String> ids() {
        return ring.recent(e -> true, 100).stream().map(FeedEvent::id).toList();
    }

    private void followOnce(MockConsumer<String, byte[]> consumer, Runnable whenCaughtUp) {
        stop.set(false);
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> {
            whenCaughtUp.run();
            stop.set(true);
        });
        tail.follow(consumer, stop::get);
    }

    @Test
    void theRecentPartComesInTheOrderOfItsTimeOverAllPartitions() {
        MockConsumer<String, byte[]> consumer = consumer(2, 1);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(recognition(0, 0, "first", 1));
            consumer.addRecord(recognition(0, 1, "third", 3));
            consumer.addRecord(recognition(1, 0, "second", 2));
        });
        followOnce(consumer, () -> assertThat(tail.caughtUp()).isTrue());
        assertThat(ids()).containsExactly("third", "second", "first");
        FeedEvent event = ring.recent(e -> true, 1).get(0);
        assertThat(event.camera()).isEqualTo("door");
        assertThat(event.decision()).isEqualTo("match");
        assertThat(event.json()).isEqualTo("{\"camera\":{\"id\":\"door\"},\"decision\":\"match\",\"more\":[1]}");
    }

    @Test
    void whatIsNoEventOfTheTopicIsSkipped() {
        MockConsumer<String, byte[]> consumer = consumer(5, 0);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(0, 0, "vigil.camera.ended.v1", "marker", 1, ""));
            consumer.addRecord(record(0, 1, TOPIC, "broken", 1, "{\"camera\":"));
            consumer.addRecord(record(0, 2, TOPIC, "list", 1, "[1,2]"));
            consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 3, "door", new byte[] {1}));
            consumer.addRecord(recognition(0, 4, "good", 2));
        });
        followOnce(consumer, () -> {});
        assertThat(ids()).containsExactly("good");
    }

    @Test
    void onlyTheEndOfALongTopicIsRead() {
        MockConsumer<String, byte[]> consumer = consumer(1_000, 0);
        consumer.schedulePollTask(() -> {
            for (int offset = 980; offset < 1_000; offset++) {
                consumer.addRecord(recognition(0, offset, "e" + offset, offset));
            }
        });
        followOnce(consumer, () -> assertThat(consumer.position(partition(0))).isEqualTo(1_000));
        assertThat(ids()).hasSize(10).startsWith("e999").endsWith("e990");
    }

    @Test
    void afterALossOfKafkaItGoesOnWhereItWas() {
        MockConsumer<String, byte[]> before = consumer(1, 0);
        before.schedulePollTask(() -> before.addRecord(recognition(0, 0, "old", 1)));
        followOnce(before, () -> {});
        MockConsumer<String, byte[]> after = consumer(3, 0);
        after.schedulePollTask(() -> {
            assertThat(after.position(partition(0))).as("not read again").isEqualTo(1);
            after.addRecord(recognition(0, 1, "missed", 2));
            after.addRecord(recognition(0, 2, "new", 3));
        });
        followOnce(after, () -> {});
        assertThat(ids()).containsExactly("new", "missed", "old");
    }

    @Test
    void anAlertThatWasSeenToWhileNobodyListenedIsKnownAsSuch() {
        MockConsumer<String, byte[]> consumer = consumer(3, 0);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(recognition(0, 0, "a", 1));
            consumer.addRecord(seenTo(1, "a", "kim"));
            consumer.addRecord(recognition(0, 2, "b", 3));
        });
        followOnce(consumer, () -> {
            consumer.updateEndOffsets(Map.of(partition(0), 5L, partition(1), 0L));
            consumer.addRecord(seenTo(3, "b", "lee"));
            consumer.addRecord(seenTo(4, "b", "too late"));
        });
        assertThat(ids()).containsExactly("b", "a");
        assertThat(ring.recent(e -> true, 2))
                .allSatisfy(e -> assertThat(e.json()).contains("\"acknowledged\":true"));
        assertThat(ring.acknowledgement("a").by()).isEqualTo("kim");
        assertThat(ring.acknowledgement("b").by()).isEqualTo("lee");
    }

    private static ConsumerRecord<String, byte[]> seenTo(long offset, String alert, String by) {
        AlertAcknowledged seenTo = new AlertAcknowledged(alert, "vip", by, Instant.EPOCH);
        return record(0, offset, AlertAcknowledged.TYPE, seenTo.eventId(), 2, Json.line(seenTo));
    }

    @Test
    void aMissingTopicIsSaid() {
        MockConsumer<String, byte[]> empty = new MockConsumer<>("earliest");
        assertThatThrownBy(() -> tail.follow(empty, stop::get))
                .isInstanceOf(KafkaException.class)
                .hasMessage("The topic " + TOPIC + " does not exist.");
        assertThat(tail.caughtUp()).isFalse();
    }
}
