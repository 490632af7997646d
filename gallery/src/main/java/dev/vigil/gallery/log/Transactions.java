package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * One fenced producer of one partition. After any exception it is of no more use: close it and make another, whose {@link #fence}
 * ends what this one left open. Not thread-safe.
 */
final class Transactions implements AutoCloseable {
    private final LogSettings settings;
    private final int partition;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;

    Transactions(LogSettings settings, int partition, Clock clock) {
        this.settings = settings;
        this.partition = partition;
        this.clock = clock;
        this.producer = new KafkaProducer<>(settings.writer(partition));
    }

    /**
     * Shuts out every earlier producer of the partition, and ends its transaction if one is open.
     *
     * @throws KafkaException if Kafka does not do so in time
     */
    void fence() {
        producer.initTransactions();
    }

    /**
     * Begins a transaction and brings the changes to Kafka.
     *
     * @return the offset of the last
     * @throws KafkaException if Kafka does not take them in time; they will never be committed then
     */
    long send(List<Change> changes) throws InterruptedException {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Change change : changes) {
            sent.add(producer.send(record(change)));
        }
        try {
            long last = 0;
            for (Future<RecordMetadata> one : sent) {
                last = one.get().offset(); // bounded by delivery.timeout.ms
            }
            return last;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
        }
    }

    /**
     * Commits.
     *
     * @throws KafkaException if the answer does not come in time, or is a refusal: whether it is committed is not known then
     */
    void commit() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private ProducerRecord<byte[], byte[]> record(Change change) {
        String key = change.key().text();
        byte[] value = change.value() == null ? null : Json.bytes(change.value());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(settings.topic(), partition, key.getBytes(UTF_8), value);
        new EventHeaders(
                        UUID.randomUUID().toString(),
                        Topics.GALLERY_CHANGED.name(),
                        "/gallery",
                        clock.instant(),
                        key,
                        value == null ? null : "application/json",
                        null,
                        Map.of())
                .writeTo(record.headers());
        return record;
    }
}
