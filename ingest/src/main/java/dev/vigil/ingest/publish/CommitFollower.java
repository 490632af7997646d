package dev.vigil.ingest.publish;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka how far the reading group has committed, and tells the cameras that wait for it. Thread-safe. */
final class CommitFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommitFollower.class);
    private static final long PERIOD_MS = 50;
    private static final long TIMEOUT_MS = 10_000;

    private final Admin admin;
    private final String group;
    private final List<AheadLimit> limits = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vigil-ingest-follower");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    private CommitFollower(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    static CommitFollower start(KafkaConfig kafka, String group) {
        Map<String, Object> settings = kafka.client();
        settings.put("client.id", "vigil-ingest-follower");
        CommitFollower follower = new CommitFollower(Admin.create(settings), group);
        var unused = follower.timer.scheduleWithFixedDelay(follower::poll, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        return follower;
    }

    AheadLimit limit(String camera, int frames) {
        AheadLimit limit = new AheadLimit(camera, group, frames);
        limits.add(limit);
        return limit;
    }

    void forget(AheadLimit limit) {
        limits.remove(limit);
    }

    private void poll() {
        Set<TopicPartition> partitions = limits.stream()
                .map(AheadLimit::partitionAwaited)
                .filter(partition -> partition >= 0)
                .map(CommitFollower::partition)
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = committed(partitions);
            limits.forEach(limit -> tell(limit, offsets));
            report(null);
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // the edge: the next poll tries again
            report(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        var asked = Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions));
        // A group without a commit gives null for the partition: nothing is told then.
        return new HashMap<>(admin.listConsumerGroupOffsets(asked)
                .partitionsToOffsetAndMetadata(group)
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    private static void tell(AheadLimit limit, Map<TopicPartition, OffsetAndMetadata> offsets) {
        OffsetAndMetadata offset = offsets.get(partition(limit.partitionAwaited()));
        if (offset != null) {
            limit.committed(offset.offset());
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(Topics.FRAME_CAPTURED.name(), number);
    }

    private void report(@org.jspecify.annotations.Nullable Exception failure) {
        if (failure != null && !failing) {
            log.warn("Kafka does not say how far the group {} has read; asking again: {}", group, failure.toString());
        } else if (failure == null && failing) {
            log.info("Kafka says again how far the group {} has read.", group);
        }
        failing = failure != null;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
