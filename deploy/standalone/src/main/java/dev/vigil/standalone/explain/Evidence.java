package dev.vigil.standalone.explain;

import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything that the topics hold of one track: committed records only, each list in the order of its partition.
 *
 * @param decisions of the episode that was asked for
 * @param alerts of the episode
 * @param acknowledged of those alerts
 * @param sightings of the track; those that only say that it is still there are left out
 */
record Evidence(
        List<Decided> decisions, List<Alert> alerts, List<AlertAcknowledged> acknowledged, List<Sighting> sightings) {
    /** The clocks of ingest and of whoever writes afterwards may differ by that. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    /** A recognition, and its id. */
    record Decided(String id, Recognition event) {}

    /**
     * Reads the topics to where they end now.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not show them within {@code patience}
     */
    static Evidence read(KafkaConfig kafka, EventId id, Duration patience) {
        Evidence found = new Evidence(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Reading reading = new Reading(kafka, id, patience);
        reading.read(Topics.FACE_RECOGNIZED, List.of(id.camera()), id.episode(), found::decision);
        reading.read(Topics.ALERT_RAISED, List.of(), id.episode(), found::alert);
        reading.read(Topics.FACE_SIGHTED, List.of(id.camera()), id.track(), found::sighting);
        return found;
    }

    private void decision(EventHeaders headers, byte[] value) {
        if (headers.type().equals(Recognition.TYPE)) {
            decisions.add(new Decided(headers.id(), Json.read(value, Recognition.class)));
        }
    }

    private void alert(EventHeaders headers, byte[] value) {
        if (headers.type().equals(Alert.TYPE)) {
            alerts.add(Json.read(value, Alert.class));
        } else if (headers.type().equals(AlertAcknowledged.TYPE)) {
            acknowledged.add(Json.read(value, AlertAcknowledged.class));
        }
    }

    private void sighting(EventHeaders headers, byte[] value) {
        if (headers.type().equals(Sighting.TYPE)) {
            Sighting sighting = Json.read(value, Sighting.class);
            if (sighting.phase() != Sighting.Phase.PRESENT) {
                sightings.add(sighting);
            }
        }
    }

    /** Reads topics from when the track's session began. */
    private record Reading(KafkaConfig kafka, EventId id, Duration patience) {
        /** Records with one of {@code keys}, or any where there is none, whose subject is {@code subject} or an alert of it. */
        void read(TopicSpec topic, List<String> keys, String subject, BiConsumer<EventHeaders, byte[]> taker) {
            try (TopicScan scan = new TopicScan(kafka, topic.name(), IsolationLevel.READ_COMMITTED, patience)) {
                List<TopicPartition> wanted = scan.partitionsOf(keys);
                Map<TopicPartition, Long> from = id.began()
                        .map(began -> scan.since(wanted, began.minus(CLOCKS).toEpochMilli()))
                        .orElseGet(() -> scan.starts(wanted));
                scan.scan(from, scan.ends(wanted), record -> {
                    take(record, subject, taker);
                    return true;
                });
            }
        }

        /** What is no event, or can't be read, is passed over: it tells nothing of this track. */
        private static void take(
                ConsumerRecord<byte[], byte[]> record, String subject, BiConsumer<EventHeaders, byte[]> taker) {
            try {
                EventHeaders headers = EventHeaders.read(record.headers());
                String of = String.valueOf(headers.subject());
                if (record.value() != null && (of.equals(subject) || of.startsWith(subject + "/alert/"))) {
                    taker.accept(headers, record.value());
                }
            } catch (IllegalArgumentException | UncheckedIOException e) {
                return;
            }
        }
    }
}
