package dev.vigil.gallery.log;

import dev.vigil.gallery.log.Beginning.FoundTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** What Kafka says about the changed topic itself. Every call is bounded, and throws KafkaException where the answer fails to come. Thread-safe. */
final class TopicAdmin implements LogEnd, AutoCloseable {
    private final String topic;
    private final Admin admin;

    TopicAdmin(LogSettings settings) {
        this.topic = settings.topic();
        this.admin = Admin.create(settings.admin());
    }

    /** The topic's id, and where each of its partitions starts and ends. */
    FoundTopic found() throws InterruptedException {
        TopicDescription description = get(admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .iterator()
                .next();
        int partitions = description.partitions().size();
        return new FoundTopic(
                description.topicId().toString(),
                offsets(partitions, OffsetSpec.earliest()),
                offsets(partitions, OffsetSpec.latest()),
                settings(),
                newest(partitions));
    }

    private Optional<Instant> newest(int partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = asked(partitions, OffsetSpec.maxTimestamp());
        return get(admin.listOffsets(asked).all()).values().stream()
                .filter(info -> info.timestamp() >= 0)
                .map(info -> Instant.ofEpochMilli(info.timestamp()))
                .max(Instant::compareTo);
    }

    @Override
    public long of(int partition) throws InterruptedException {
        TopicPartition asked = new TopicPartition(topic, partition);
        return get(list(Map.of(asked, OffsetSpec.latest())).partitionResult(asked))
                .offset();
    }

    /** The topic's settings by name. */
    Map<String, String> settings() throws InterruptedException {
        ConfigResource asked = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config found = get(admin.describeConfigs(List.of(asked)).all())
                .values()
                .iterator()
                .next();
        Map<String, String> settings = new TreeMap<>();
        for (ConfigEntry entry : found.entries()) {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        return settings;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private Map<Integer, Long> offsets(int partitions, OffsetSpec spec) throws InterruptedException {
        Map<Integer, Long> offsets = new TreeMap<>();
        get(list(asked(partitions, spec)).all())
                .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
        return offsets;
    }

    private Map<TopicPartition, OffsetSpec> asked(int partitions, OffsetSpec spec) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> spec));
    }

    private ListOffsetsResult list(Map<TopicPartition, OffsetSpec> asked) {
        return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) { // Kafka's own doesn't say which
                throw new TopicAuthorizationException(
                        "Read, Write, Describe and DescribeConfigs of the topic " + topic, Set.of(topic));
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
