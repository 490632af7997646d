package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Beginning.FoundTopic;
import dev.vigil.gallery.seal.KeyMissingException;
import dev.vigil.gallery.seal.RetiredDataKeyException;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.EngineFailedException;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changed topic from its start, or from where a snapshot was taken, and keeps reading: the only one that changes the state, so that the state is always what
 * the log says. While Kafka is away it waits, and the state stays as it is.
 */
final class Tail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration REFUSED = Duration.ofSeconds(2);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final LogSettings settings;
    private final GalleryState state;
    private final TopicAdmin admin;
    private final Opener opener;
    private final Beginning beginning;
    private final Listener listener;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Outcomes> outcomes = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "gallery-reader");

    private final Queue<Consumer<Map<Integer, Long>>> tasks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean refused; // of the reader's thread

    /** What the reader tells. */
    interface Listener {
        /** The topic is there, and is read from these offsets; called once, before anything is read. */
        void found(FoundTopic topic, Map<Integer, Long> from);

        /** All that was in the log when it was found has been read; called once. */
        void caughtUp();

        /** A claim of a partition was read. */
        void claimed(int partition);

        /** A record can't be read, and was passed over. */
        void unreadable();

        /** Kafka does not let the reader in, in one sentence; it asks again. Null once it has let it in. */
        void refused(@Nullable String why);

        /** Reading has ended for good. */
        void failed(Exception why);
    }

    Tail(
            LogSettings settings,
            GalleryState state,
            TopicAdmin admin,
            Vault vault,
            Beginning beginning,
            Listener listener) {
        this.opener = new Opener(settings, vault, closing);
        this.settings = settings;
        this.state = state;
        this.admin = admin;
        this.beginning = beginning;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(settings.reader());
    }

    void start() {
        thread.start();
    }

    /** Runs a short task on the reader's thread, between two records, with the offset that is read next of each partition. */
    void betweenRecords(Consumer<Map<Integer, Long>> task) {
        tasks.add(task);
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
            FoundTopic topic = awaitTopic();
            Map<Integer, Long> from = begin(topic);
            List<TopicPartition> partitions = topic.starts().keySet().stream()
                    .sorted()
                    .map(partition -> new TopicPartition(settings.topic(), partition))
                    .toList();
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                long first = from.getOrDefault(partition.partition(), 0L);
                consumer.seek(partition, first);
                outcomes(partition.partition()).passed(first);
            }
            listener.found(topic, from);
            boolean caughtUp = false;
            while (closing.getCount() > 0) {
                readIfAdmitted(partitions);
                runTasks(partitions);
                if (!caughtUp && isPast(topic.ends())) {
                    caughtUp = true;
                    listener.caughtUp();
                }
            }
        } catch (WakeupException | InterruptedException e) {
            log.debug("The reader was woken to stop.");
        } catch (Exception e) { // the edge of the thread
            listener.failed(e);
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
        }
    }

    /** Where to read from: as {@link Beginning} says, as far as the log has it. */
    private Map<Integer, Long> begin(FoundTopic topic) {
        Map<Integer, Long> wanted = beginning.of(topic);
        Map<Integer, Long> from = new TreeMap<>(topic.starts());
        wanted.forEach((partition, offset) -> {
            long start = topic.starts().getOrDefault(partition, Long.MAX_VALUE);
            if (offset >= start && offset <= topic.ends().getOrDefault(partition, start)) {
                from.put(partition, offset);
            } else {
                log.warn("Partition {} has no offset {}: it is read from its start.", partition, offset);
            }
        });
        return from;
    }

    /** Waits for Kafka and for the topic, unless it closes meanwhile. */
    private FoundTopic awaitTopic() throws InterruptedException {
        do {
            try {
                FoundTopic found = admin.found();
                admitted();
                return found;
            } catch (RetriableException e) {
                log.debug("The topic is not there yet", e);
            } catch (AuthenticationException | AuthorizationException e) {
                refused(e);
            }
        } while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
        throw new WakeupException();
    }

    /** What Kafka refuses is mended there: this waits for it as for a Kafka that is away. */
    private void readIfAdmitted(List<TopicPartition> partitions) throws InterruptedException {
        try {
            read(partitions);
            admitted();
        } catch (AuthenticationException | AuthorizationException e) {
            refused(e);
        }
    }

    private void refused(KafkaException why) throws InterruptedException {
        if (!refused) {
            String sentence = KafkaRefusal.orReason(settings.kafka(), why);
            log.error("The gallery can't read its log: {}", sentence);
            listener.refused(sentence);
            refused = true;
        }
        if (closing.await(REFUSED.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new WakeupException();
        }
    }

    private void admitted() {
        if (refused) {
            log.info("Kafka lets the gallery read its log.");
            listener.refused(null);
            refused = false;
        }
    }

    private void read(List<TopicPartition> partitions) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : partitions) {
            Outcomes told = outcomes(partition.partition());
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                apply(record);
                told.applied(record.offset());
            }
        }
        for (TopicPartition partition : partitions) {
            passOn(partition);
        }
    }

    /** Tells how far the partition has been read, what was aborted included. */
    private void passOn(TopicPartition partition) {
        try {
            outcomes(partition.partition()).passed(consumer.position(partition, AT_ONCE));
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            log.trace("The position of {} is being validated.", partition);
        }
    }

    private boolean isPast(Map<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> outcomes(end.getKey()).next() >= end.getValue());
    }

    private void runTasks(List<TopicPartition> partitions) {
        for (Consumer<Map<Integer, Long>> task = tasks.poll(); task != null; task = tasks.poll()) {
            Map<Integer, Long> next = new TreeMap<>();
            partitions.forEach(
                    p -> next.put(p.partition(), outcomes(p.partition()).next()));
            task.accept(next);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            GalleryKey key = record.key() == null
                    ? null
                    : GalleryKey.parse(new String(record.key(), UTF_8)).orElse(null);
            if (key == null) {
                return;
            }
            state.apply(key, opener.open(key, record), new Place(record.partition(), record.offset()));
            if (key instanceof GalleryKey.OfOwner owner) {
                listener.claimed(owner.partition());
            }
        } catch (KeyMissingException | EngineFailedException | WakeupException e) {
            throw e;
        } catch (RetiredDataKeyException e) {
            log.debug("A newer value follows {}-{}@{}", record.topic(), record.partition(), record.offset());
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
