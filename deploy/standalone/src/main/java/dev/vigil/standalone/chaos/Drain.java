package dev.vigil.standalone.chaos;

import dev.vigil.recognizer.decide.DecideTopology;
import dev.vigil.recognizer.see.SeeTopology;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Whether everything that came from the cameras has passed every stage. For one thread. */
final class Drain implements AutoCloseable {
    private static final long SECONDS = 10;

    private final Admin admin;

    Drain(KafkaConfig kafka) {
        this.admin = Admin.create(kafka.client());
    }

    /** What is not yet through, in one sentence; empty where everything is. */
    Optional<String> waits(Recorded recorded) throws InterruptedException {
        Optional<String> behind =
                behind(SeeTopology.APPLICATION, Set.of(Topics.FRAME_CAPTURED.name()), recorded.lastData());
        if (behind.isEmpty()) {
            behind = behind(
                    DecideTopology.APPLICATION,
                    Set.of(Topics.FACE_SIGHTED.name(), Recorder.APPEARANCES),
                    recorded.lastData());
        }
        return behind.isPresent() ? behind : open(recorded);
    }

    private Optional<String> behind(String group, Set<String> topics, Map<TopicPartition, Long> lastData)
            throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("Kafka does not tell how far " + group + " is: " + e);
        }
        for (Map.Entry<TopicPartition, Long> each : lastData.entrySet()) {
            OffsetAndMetadata offset = committed.get(each.getKey());
            if (topics.contains(each.getKey().topic()) && (offset == null || offset.offset() <= each.getValue())) {
                return Optional.of(group + " is at " + (offset == null ? "nothing" : offset.offset()) + " of "
                        + each.getKey() + ", whose last record is " + each.getValue() + ".");
            }
        }
        return Optional.empty();
    }

    /** Tracks that were sighted are closed; what else is wrong with them is for the checks to say. */
    private static Optional<String> open(Recorded recorded) {
        Set<String> open = new HashSet<>();
        recorded.sightings().forEach(sighting -> open.add(sighting.text("/track")));
        recorded.recognitions().stream()
                .filter(event -> event.text("/phase").equals("closed"))
                .forEach(event -> open.remove(event.text("/track/id")));
        return open.stream().findFirst().map(track -> open.size() + " tracks are not closed, as " + track + ".");
    }

    @Override
    public void close() {
        admin.close();
    }
}
