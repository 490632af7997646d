package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the ends of some topics into rings: first the recent part in the order of the events' time, then each record as it comes.
 * What it has read it does not read again, also after a loss of Kafka. One thread follows.
 */
final class FeedTail {
    private static final Logger log = LoggerFactory.getLogger(FeedTail.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Map<String, EventRing> rings;
    private final int keep;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final List<AlertAcknowledged> early = new ArrayList<>();
    private volatile boolean caughtUp;

    /** Fills a ring for each topic with at least the last {@code keep} events where there are as many. */
    FeedTail(Map<String, EventRing> rings, int keep) {
        this.rings = Map.copyOf(rings);
        this.keep = keep;
    }

    /** Whether the recent part has been read. */
    boolean caughtUp() {
        return caughtUp;
    }

    /**
     * Reads until {@code stop}.
     *
     * @throws KafkaException where Kafka can't be read: call again later
     */
    void follow(KafkaConfig kafka, BooleanSupplier stop) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(kafka), new StringDeserializer(), new ByteArrayDeserializer())) {
            follow(consumer, stop);
        }
    }

    /** As above, with that consumer. */
    void follow(Consumer<String, byte[]> consumer, BooleanSupplier stop) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(consumer, ends);
        if (!caughtUp) {
            readRecent(consumer, ends, stop);
        }
        while (!stop.getAsBoolean()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                read(record).ifPresent(event -> ring(record.topic()).add(event));
            }
        }
    }

    private void readRecent(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends, BooleanSupplier stop) {
        Map<String, List<FeedEvent>> recent = new HashMap<>();
        while (!reached(consumer, ends)) {
            if (stop.getAsBoolean()) {
                return;
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                read(record)
                        .ifPresent(event -> recent.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                                .add(event));
            }
        }
        recent.forEach((topic, events) -> {
            events.sort(Comparator.comparing(FeedEvent::time));
            events.forEach(ring(topic)::add);
        });
        early.forEach(acknowledged -> rings.values().forEach(ring -> ring.acknowledge(acknowledged)));
        early.clear();
        caughtUp = true;
    }

    private static boolean reached(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** A transaction's marker takes an offset too, so that half of the offsets may hold no record. */
    private void seek(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet());
        ends.forEach((partition, end) -> {
            long recent = Math.max(begins.getOrDefault(partition, 0L), end - 2L * keep);
            consumer.seek(partition, positions.getOrDefault(partition, recent));
        });
    }

    private Optional<FeedEvent> read(ConsumerRecord<String, byte[]> record) {
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        try {
            if (AlertAcknowledged.TYPE.equals(EventHeaders.typeOf(record.headers()))) {
                seenTo(record);
                return Optional.empty();
            }
            return FeedEvent.read(record.topic(), record);
        } catch (IllegalArgumentException e) {
            log.debug(
                    "The console skips {}-{}@{}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** An acknowledgement that is read with the recent part waits until the alerts are in their ring. */
    private void seenTo(ConsumerRecord<String, byte[]> record) {
        try {
            AlertAcknowledged acknowledged = Json.read(record.value(), AlertAcknowledged.class);
            if (caughtUp) {
                ring(record.topic()).acknowledge(acknowledged);
            } else {
                early.add(acknowledged);
            }
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("The value is no acknowledgement.", e);
        }
    }

    private EventRing ring(String topic) {
        return Objects.requireNonNull(rings.get(topic));
    }

    private List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : rings.keySet()) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic);
            if (infos == null || infos.isEmpty()) {
                throw new KafkaException("The topic " + topic + " does not exist.");
            }
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private static Map<String, Object> settings(KafkaConfig kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "vigil-console");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return settings;
    }
}
