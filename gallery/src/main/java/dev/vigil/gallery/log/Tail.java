package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changed topic from its start and keeps reading: the only one that changes the state, so that the state is always what
 * the log says. While Kafka is away it waits, and the state stays as it is.
 */
final class Tail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final LogSettings settings;
    private final GalleryState state;
    private final Listener listener;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Outcomes> outcomes = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "gallery-reader");

    private final CountDownLatch closing = new CountDownLatch(1);

    /** What the reader tells. */
    interface Listener {
        /** The topic is there and has so many partitions; called once, before anything is read. */
        void found(int partitions);

        /** A claim of a partition was read. */
        void claimed(int partition);

        /** A record can't be read, and was passed over. */
        void unreadable();

        /** Reading has ended for good. */
        void failed(Exception why);
    }

    Tail(LogSettings settings, GalleryState state, Listener listener) {
        this.settings = settings;
        this.state = state;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(settings.reader());
    }

    void start() {
        thread.start();
    }

    /** What becomes of the records of one partition. */
    Outcomes outcomes(int partition) {
        return outcomes.computeIfAbsent(partition, p -> new Outcomes());
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        consumer.wakeup();
        thread.join();
    }

    private void run() {
        try {
            List<TopicPartition> partitions = awaitTopic();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            listener.found(partitions.size());
            while (closing.getCount() > 0) {
                read(partitions);
            }
        } catch (WakeupException | InterruptedException e) {
            log.debug("The reader was woken to stop.");
        } catch (Exception e) { // the edge of the thread
            listener.failed(e);
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
        }
    }

    /** Waits for Kafka and for the topic, unless it closes meanwhile. */
    private List<TopicPartition> awaitTopic() throws InterruptedException {
        do {
            List<PartitionInfo> found = partitionsOrNull();
            if (found != null && !found.isEmpty()) {
                return found.stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
            }
        } while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
        throw new WakeupException();
    }

    private @Nullable List<PartitionInfo> partitionsOrNull() {
        try {
            return consumer.partitionsFor(settings.topic());
        } catch (RetriableException e) {
            log.debug("Kafka is not there yet", e);
            return null;
        }
    }

    private void read(List<TopicPartition> partitions) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : partitions) {
            Outcomes told = outcomes(partition.partition());
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                apply(record);
                told.applied(record.offset());
            }
        }
        passOn(partitions);
    }

    private void passOn(List<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Outcomes told = outcomes(partition.partition());
            if (told.isAwaited()) {
                told.passed(consumer.position(partition));
            }
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            GalleryKey key = record.key() == null
                    ? null
                    : GalleryKey.parse(new String(record.key(), UTF_8)).orElse(null);
            if (key == null) {
                return;
            }
            state.apply(key, record.value(), new Place(record.partition(), record.offset()));
            if (key instanceof GalleryKey.OfOwner owner) {
                listener.claimed(owner.partition());
            }
        } catch (RuntimeException e) { // someone else's record: whatever is wrong with it, the others count
            log.error(
                    "Passed over a record that can't be read: {}-{}@{}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
            listener.unreadable();
        }
    }
}
