package dev.vigil.ingest.testing;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads what one camera published, from the start of the topic on. For one thread. */
public final class FrameTopic implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final String camera;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    /** A reader without a group. */
    public FrameTopic(KafkaConfig kafka, String camera) {
        this(kafka, Topics.FRAME_CAPTURED.name(), camera);
    }

    /** A reader of another topic with the camera's key. */
    public FrameTopic(KafkaConfig kafka, String topic, String camera) {
        this.camera = camera;
        Map<String, Object> settings = kafka.client();
        settings.put("auto.offset.reset", "earliest");
        settings.put("fetch.max.wait.ms", 50);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything so far. */
    public List<ConsumerRecord<String, byte[]>> poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
            if (record.key().equals(camera)) {
                records.add(record);
            }
        });
        return List.copyOf(records);
    }

    /** Everything so far, once it is as wanted. */
    public List<ConsumerRecord<String, byte[]>> await(Predicate<List<ConsumerRecord<String, byte[]>>> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> wanted.test(poll()));
        return List.copyOf(records);
    }

    /** Whether the last record is a camera's ended marker. */
    public static boolean endsEnded(List<ConsumerRecord<String, byte[]>> records) {
        return !records.isEmpty() && type(records.get(records.size() - 1)).equals(CameraEvents.ENDED);
    }

    /** Whether a record is a camera's ended marker. */
    public static boolean isEnd(ConsumerRecord<String, byte[]> record) {
        return type(record).equals(CameraEvents.ENDED);
    }

    /** The frames among the records. */
    public static List<ConsumerRecord<String, byte[]>> frames(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .filter(record -> type(record).equals(CameraEvents.FRAME))
                .toList();
    }

    /** The type that a record says it has. */
    public static String type(ConsumerRecord<String, byte[]> record) {
        return String.valueOf(EventHeaders.typeOf(record.headers()));
    }

    /** What a record's headers say. */
    public static FrameHeaders headers(ConsumerRecord<String, byte[]> record) {
        return FrameHeaders.read(record.headers());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
