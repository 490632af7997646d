package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.seal.Sealing;
import dev.vigil.gallery.seal.Vault;
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
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/**
 * One fenced producer of one partition. After any exception it is of no more use: close it and make another, whose {@link #fence}
 * ends what this one left open. Not thread-safe.
 */
final class Transactions implements AutoCloseable {
    private final LogSettings settings;
    private final int partition;
    private final Vault vault;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;

    Transactions(LogSettings settings, int partition, Vault vault, Clock clock) {
        this.vault = vault;
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
     * Begins a transaction with the claim of the partition, which Kafka takes only while {@code member} is one of the group.
     *
     * @param end where the partition's log ended just now: what the group's tools show as read
     * @return the offset of the claim
     * @throws org.apache.kafka.clients.consumer.CommitFailedException if the group has moved on; nothing is left open then
     * @throws KafkaException if Kafka does not take it in time
     */
    long claim(Change claim, long end, ConsumerGroupMetadata member) throws InterruptedException {
        producer.beginTransaction();
        try {
            TopicPartition claimed = new TopicPartition(settings.topic(), partition);
            producer.sendOffsetsToTransaction(Map.of(claimed, new OffsetAndMetadata(end)), member);
        } catch (CommitFailedException | FencedInstanceIdException e) {
            producer.abortTransaction();
            throw e;
        }
        return last(List.of(producer.send(record(claim, Sealing.none()))));
    }

    /**
     * Begins a transaction and brings the changes to Kafka.
     *
     * @param audit records of the audit topic, of the same transaction
     * @return the offset of the last change
     * @throws KafkaException if Kafka does not take them in time; they will never be committed then
     */
    long send(List<Change> changes, List<ProducerRecord<byte[], byte[]>> audit) throws InterruptedException {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : audit) {
            sent.add(producer.send(record));
        }
        Sealing sealing = sealing(changes);
        sealing.fresh()
                .map(key -> new Change(new GalleryKey.OfDataKey(key.id()), key))
                .ifPresent(key -> sent.add(producer.send(record(key, sealing))));
        for (Change change : changes) {
            sent.add(producer.send(record(change, sealing)));
        }
        return last(sent);
    }

    private Sealing sealing(List<Change> changes) {
        if (changes.stream().noneMatch(change -> change.value() != null && Vault.isPersonal(change.key()))) {
            return Sealing.none();
        }
        int partitions = producer.partitionsFor(settings.topic()).size();
        return vault.sealing(partition, id -> GalleryLog.partition(id, partitions) == partition);
    }

    private static long last(List<Future<RecordMetadata>> sent) throws InterruptedException {
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

    private ProducerRecord<byte[], byte[]> record(Change change, Sealing sealing) {
        String key = change.key().text();
        byte[] value = change.value() == null ? null : sealing.value(change.key(), Json.bytes(change.value()));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(settings.topic(), partition, key.getBytes(UTF_8), value);
        new EventHeaders(
                        UUID.randomUUID().toString(),
                        Topics.GALLERY_CHANGED.name(),
                        "/gallery",
                        clock.instant(),
                        key,
                        value == null ? null : sealing.contentType(change.key()),
                        null,
                        Map.of())
                .writeTo(record.headers());
        return record;
    }
}
