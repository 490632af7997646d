package dev.vigil.gallery.audit;

import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records in order, however long Kafka is away. Where a producer is of no more use, another one writes them again: a record
 * may be there twice then, byte for byte the same, which a verification passes over. Not thread-safe.
 */
final class AuditProducer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditProducer.class);
    private static final long RETRY_MS = 500;
    private static final long REFUSED_MS = 5_000;

    private final AuditSettings settings;
    private final CountDownLatch closing;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Once {@code closing} is down it does not try again. */
    AuditProducer(AuditSettings settings, CountDownLatch closing) {
        this.settings = settings;
        this.closing = closing;
    }

    /** Returns when Kafka has all of them. */
    AuditLog.Written write(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                return attempt(records);
            } catch (KafkaException e) {
                if (!told) {
                    log.warn("The audit topic can't be written yet: {}", KafkaRefusal.orReason(settings.kafka(), e));
                    told = true;
                }
                close();
                if (closing.await(KafkaRefusal.is(e) ? REFUSED_MS : RETRY_MS, TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("It closes while Kafka is away.");
                }
            }
        }
    }

    private AuditLog.Written attempt(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer == null ? new KafkaProducer<>(settings.producer()) : producer;
        producer = open;
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(open.send(record));
        }
        try {
            AuditLog.Written written = new AuditLog.Written(null);
            for (int i = 0; i < sent.size(); i++) {
                long ours = Objects.requireNonNull(records.get(i).timestamp());
                // Ours again where the topic bears the time of creation; or both clocks agree to the millisecond, which
                // is as good.
                long theirs = sent.get(i).get().timestamp();
                written = new AuditLog.Written(theirs == ours ? null : Instant.ofEpochMilli(theirs));
            }
            return written;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
