package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/** Reads a topic to where it ends now, with a consumer of its own and no group. Not thread-safe; close it. */
public final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_RECORDS = 2_000;

    private final String topic;
    private final Duration patience;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Connects.
     *
     * @param isolation {@link IsolationLevel#READ_UNCOMMITTED} also shows what was aborted or isn't finished
     * @param patience how long Kafka may take for the next record
     */
    public TopicScan(KafkaConfig kafka, String topic, IsolationLevel isolation, Duration patience) {
        this.topic = topic;
        this.patience = patience;
        Map<String, Object> client = new HashMap<>(kafka.client());
        client.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        client.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
        this.admin = Admin.create(client);
        client.put("isolation.level", isolation.toString().toLowerCase(Locale.ROOT));
        client.put("enable.auto.commit", false);
        client.put("auto.offset.reset", "earliest"); // what retention has cut meanwhile is passed over
        client.put("allow.auto.create.topics", false);
        client.put("max.poll.records", MOST_RECORDS);
        this.consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Is shown each record; within a partition in order. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns false to end the scan. */
        boolean visit(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * The topic's partitions.
     *
     * @throws UnknownTopicOrPartitionException if it is not there
     */
    public List<TopicPartition> partitions() {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Those of the partitions where records with one of these keys lie; all of them where there is no key. */
    public List<TopicPartition> partitionsOf(Collection<String> keys) {
        List<TopicPartition> all = partitions();
        return keys.isEmpty()
                ? all
                : keys.stream()
                        .map(key -> Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % all.size())
                        .distinct()
                        .map(partition -> new TopicPartition(topic, partition))
                        .toList();
    }

    /** The first offset of each partition. */
    public Map<TopicPartition, Long> starts(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** The offset after the last record of each partition, of transactions that aren't finished too. */
    public Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** The first offset of each partition whose record is not older than {@code millis}; its end where there is none. */
    public Map<TopicPartition, Long> since(List<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> found = new HashMap<>(offsets(partitions, OffsetSpec.forTimestamp(millis)));
        Map<TopicPartition, Long> ends = ends(partitions);
        found.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        return found;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new TreeMap<>(java.util.Comparator.comparing(TopicPartition::partition));
        get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * Shows every record between two offsets of each partition.
     *
     * @param from the first offset; {@code to} the one after the last
     * @throws TimeoutException if nothing comes for longer than the patience
     */
    public void scan(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor) {
        Set<TopicPartition> left = new HashSet<>(from.keySet());
        left.removeIf(partition -> from.getOrDefault(partition, 0L) >= to.getOrDefault(partition, 0L));
        consumer.assign(left);
        left.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        long progress = System.nanoTime();
        while (!left.isEmpty()) {
            long before = positions(left);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition of = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < to.getOrDefault(of, 0L) && !visitor.visit(record)) {
                    return;
                }
            }
            if (positions(left) != before) {
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > patience.toNanos()) {
                throw new TimeoutException("Kafka shows nothing more of the topic " + topic + ".");
            }
            if (left.removeIf(partition -> consumer.position(partition) >= to.getOrDefault(partition, 0L))) {
                consumer.assign(left); // positions are kept
            }
        }
    }

    private long positions(Set<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    private <T> T get(org.apache.kafka.common.KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        admin.close(Duration.ZERO);
    }
}
