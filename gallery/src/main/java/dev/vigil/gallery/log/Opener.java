package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.seal.UnknownDataKeyException;
import dev.vigil.gallery.seal.Vault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the values that the reader reads. A data key lies before what it has sealed, unless it has been wrapped anew since: then it
 * lies further on, and this looks for it, once in a partition, with a reader of its own. For the reader's thread.
 */
final class Opener {
    private static final Logger log = LoggerFactory.getLogger(Opener.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long RETRY_MS = 250;

    private final LogSettings settings;
    private final Vault vault;
    private final CountDownLatch closing;
    /** Until where the data keys of a partition are known already. */
    private final Map<Integer, Long> known = new HashMap<>();

    /** {@code closing} ends a search. */
    Opener(LogSettings settings, Vault vault, CountDownLatch closing) {
        this.settings = settings;
        this.vault = vault;
        this.closing = closing;
    }

    /**
     * The record's value in plain.
     *
     * @throws dev.vigil.gallery.seal.KeyMissingException if the gallery can't go on
     * @throws WakeupException if it is closing
     * @throws RuntimeException if this value can't be opened
     */
    byte @Nullable [] open(GalleryKey key, ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        boolean isKnown = record.offset() < known.getOrDefault(record.partition(), 0L);
        if (isKnown && key instanceof GalleryKey.OfDataKey) {
            return record.value(); // what has become of it since is known
        }
        try {
            return vault.read(key, record.value(), record.partition());
        } catch (UnknownDataKeyException e) {
            if (!isKnown) {
                known.put(record.partition(), lookAhead(record.partition(), record.offset()));
            }
            vault.refuseIfLocked(record.partition());
            return vault.read(key, record.value(), record.partition());
        }
    }

    private long lookAhead(int partition, long from) throws InterruptedException {
        log.info("Data keys of partition {} have been wrapped anew: they are looked for first.", partition);
        while (true) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.lookAhead())) {
                return readKeys(consumer, new TopicPartition(settings.topic(), partition), from);
            } catch (WakeupException e) {
                throw e;
            } catch (KafkaException e) {
                log.debug("Partition {} can't be looked through yet", partition, e);
            }
            if (closing.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        }
    }

    private long readKeys(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, from);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    learn(record);
                }
            }
            if (closing.getCount() == 0) {
                throw new WakeupException();
            }
        }
        return end;
    }

    private void learn(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.key() != null
                    && GalleryKey.parse(new String(record.key(), UTF_8)).orElse(null)
                            instanceof GalleryKey.OfDataKey key) {
                vault.read(key, record.value(), record.partition());
            }
        } catch (RuntimeException e) { // the reader tells of it when it comes there
            log.debug("A data key ahead can't be read", e);
        }
    }
}
