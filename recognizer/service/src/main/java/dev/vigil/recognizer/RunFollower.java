package dev.vigil.recognizer;

import dev.vigil.recognizer.see.SeeTopology;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows sightings and recognitions, read committed, until a run is over: exact, whatever the processes are in which the streams
 * run. Start it before the cameras; ask it once ingest has published everything. Thread-safe.
 */
public final class RunFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;
    private final EndOfRun end;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Thread thread = new Thread(this::follow, "vigil-run-follower");
    private volatile boolean closing;
    private volatile String awaited = "the cameras";

    private RunFollower(KafkaConfig kafka, Set<String> cameras) {
        Map<String, Object> settings = kafka.client();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        admin = Admin.create(kafka.client());
        end = new EndOfRun(cameras);
    }

    /** Follows what is written from now on about these cameras. When it returns, nothing that comes after is missed. */
    public static RunFollower start(KafkaConfig kafka, Set<String> cameras) {
        RunFollower follower = new RunFollower(kafka, Set.copyOf(cameras));
        follower.seekToEnd();
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    private void seekToEnd() {
        List<TopicPartition> partitions = Stream.of(Topics.FACE_SIGHTED, Topics.FACE_RECOGNIZED)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // the end of now, not that of the first poll
    }

    /**
     * Completes when each camera's last session has ended, {@code vigil-see} has committed every frame that was published, and every
     * track is closed; exceptionally, if Kafka fails for good.
     */
    public CompletableFuture<Void> over() {
        return over.copy();
    }

    /** What the run waits for, in a few words. */
    public String awaited() {
        return awaited;
    }

    private void follow() {
        try (consumer;
                admin) {
            while (!closing && !over.isDone()) {
                consumer.poll(POLL).forEach(this::read);
                awaited = end.awaitedCameras().isEmpty()
                        ? end.awaitedTracks() + " tracks"
                        : "cameras " + String.join(", ", end.awaitedCameras());
                if (end.over() && caughtUp()) {
                    over.complete(null);
                }
            }
        } catch (WakeupException e) {
            over.cancel(false);
        } catch (KafkaException | ExecutionException e) {
            over.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over.completeExceptionally(e);
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.FACE_SIGHTED.name())) {
            end.sighted(record.key(), record.headers(), record.value());
        } else {
            end.recognised(record.key(), record.value());
        }
    }

    /** Whether every published frame has been seen, and all that came of it has been read here: then nothing is under way. */
    private boolean caughtUp() throws ExecutionException, InterruptedException {
        return everyFrameSeen() && everythingRead();
    }

    private boolean everyFrameSeen() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> frames = new HashMap<>();
        consumer.partitionsFor(Topics.FRAME_CAPTURED.name())
                .forEach(info -> frames.put(new TopicPartition(info.topic(), info.partition()), OffsetSpec.latest()));
        var ends = admin.listOffsets(frames).all().get();
        Map<TopicPartition, OffsetAndMetadata> seen = admin.listConsumerGroupOffsets(SeeTopology.APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .filter(each -> each.getValue().offset() > 0)
                .allMatch(each -> seen.get(each.getKey()) != null
                        && seen.get(each.getKey()).offset() >= each.getValue().offset());
    }

    private boolean everythingRead() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        Map<TopicPartition, Long> read = new HashMap<>();
        while (!closing) {
            ends.keySet().forEach(partition -> read.put(partition, consumer.position(partition)));
            if (ends.entrySet().stream().allMatch(each -> read.getOrDefault(each.getKey(), 0L) >= each.getValue())) {
                return end.over();
            }
            consumer.poll(POLL).forEach(this::read);
        }
        return false;
    }

    /** Stops following; a run that is not over yet is cancelled. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
