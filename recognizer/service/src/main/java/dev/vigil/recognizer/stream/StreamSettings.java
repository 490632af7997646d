package dev.vigil.recognizer.stream;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How an application runs on Kafka Streams.
 *
 * @param application id: its group, and the prefix of its changelogs
 * @param threads of its own
 * @param commitInterval at most; a processor may ask for a commit earlier
 * @param poll how long a thread waits for records at most: it does nothing else meanwhile, not even what is due by the clock
 * @param instance for static membership, or null
 * @param replicationFactor of the changelogs; -1 takes the broker's default
 * @param standbys how many other processes keep a warm copy of its stores
 * @param protocol how its processes share the partitions
 */
public record StreamSettings(
        String application,
        int threads,
        Duration commitInterval,
        Duration poll,
        @Nullable String instance,
        int replicationFactor,
        int standbys,
        GroupProtocol protocol) {
    /** How many records are polled and buffered at a time: frames are large, and those that wait grow old. */
    private static final int RECORDS = 16;
    /** Room for a record's key and headers beside its value. */
    private static final int ROOM = 64 * 1024;
    /**
     * A worker that hangs is given up before this. What a process that was killed had begun is in nobody's hand: until Kafka aborts it,
     * whoever reads committed records of those partitions waits, so that this is most of the time that a kill costs.
     */
    private static final Duration TRANSACTION = Duration.ofSeconds(15);

    private static final int LINGER_MILLIS = 100;
    private static final int BATCH_BYTES = 128 * 1024;

    /** There are none; Kafka Streams warns where it is not set, and deprecates its constant. */
    private static final String ALSO_FOR_GLOBAL_STORES = "processing.exception.handler.global.enabled";

    private static final Duration SESSION = Duration.ofSeconds(10);

    /** As Kafka Streams reads it. */
    public Properties properties(KafkaConfig kafka) {
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.POLL_MS_CONFIG, poll.toMillis());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, protocol.kafka());
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, RECORDS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        deadLetters(properties);
        consumer(properties);
        producer(properties);
        return properties;
    }

    private static void deadLetters(Properties properties) {
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTER.name());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterReading.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessing.class);
        properties.put(ALSO_FOR_GLOBAL_STORES, true);
    }

    private void consumer(Properties properties) {
        main(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        main(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        main(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_RECORD_BYTES + ROOM);
        main(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * (Topics.MAX_RECORD_BYTES + ROOM));
        if (protocol == GroupProtocol.CLASSIC) {
            classic(properties);
        }
    }

    /** What the broker decides where the protocol is the other one. */
    private void classic(Properties properties) {
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        main(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        main(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) SESSION.toMillis() / 4);
        if (instance != null) {
            main(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
    }

    private static void producer(Properties properties) {
        // A commit flushes: until then records wait for each other, so that a partition gets one batch a transaction.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_RECORD_BYTES + ROOM);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int) TRANSACTION.toMillis());
    }

    private static void main(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.mainConsumerPrefix(name), value);
    }
}
