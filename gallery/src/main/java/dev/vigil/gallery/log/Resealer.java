package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the partitions that this replica writes sealed as they should be: data keys wrapped by the first key-encryption key, and, once
 * somebody has asked for it, every value sealed by a data key of after that. It reads the partition from its start, writes anew what is
 * still the newest of its key, and when nothing is left it erases the old data keys, so that what they have sealed is lost at once,
 * before compaction. All of it may be interrupted and begun again, by another replica too. Thread-safe.
 */
public final class Resealer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Resealer.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int MOST_AT_ONCE = 200;

    private final LogSettings settings;
    private final GalleryLog gallery;
    private final Vault vault;
    private final Duration pause;
    private final StopSignal closing = new StopSignal();
    private final Thread thread = new Thread(this::run, "gallery-resealer");

    /** It begins when it is started, and looks again after each {@code pause}. */
    public Resealer(LogSettings settings, GalleryLog gallery, Vault vault, Duration pause) {
        this.settings = settings;
        this.gallery = gallery;
        this.vault = vault;
        this.pause = pause;
    }

    /** Starts it. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closing.isGiven()) {
                if (gallery.isRead() && vault.seals()) {
                    work();
                }
                closing.pause(pause.toMillis());
            }
        } catch (InterruptedException | StopSignal.Stopped e) {
            log.debug("The resealer has stopped.");
        } catch (RuntimeException e) { // the edge of the thread
            log.error("What is sealed by old keys stays so until the next start: the resealer has failed", e);
        }
    }

    private void work() throws InterruptedException {
        for (int partition = 0; partition < gallery.partitions() && !closing.isGiven(); partition++) {
            try {
                if (gallery.owns(partition)) {
                    rewrap(partition);
                    if (vault.isResealing(partition)) {
                        reseal(partition);
                    }
                }
            } catch (UserError | KafkaException e) {
                log.debug("Partition {} is looked at again later", partition, e);
            }
        }
    }

    private void rewrap(int partition) {
        List<DataKey> keys = vault.toRewrap(partition);
        if (!keys.isEmpty()) {
            int count = gallery.write(keys.get(0).id(), state -> {
                List<Change> changes =
                        vault.toRewrap(partition).stream().map(Resealer::change).toList();
                return new Plan<>(changes.size(), changes);
            });
            log.info("{} data keys of partition {} are wrapped anew.", count, partition);
        }
    }

    private static Change change(DataKey key) {
        return new Change(new GalleryKey.OfDataKey(key.id()), key);
    }

    private void reseal(int partition) throws InterruptedException {
        int written = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.resealer())) {
            TopicPartition topic = new TopicPartition(settings.topic(), partition);
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            int found;
            do { // until there is none among what was written meanwhile
                found = pass(consumer, topic);
                written += found;
            } while (found > 0 && !closing.isGiven());
        }
        if (!closing.isGiven()) {
            complete(partition);
            log.info("{} records of partition {} are sealed anew, and its old data keys are gone.", written, partition);
        }
    }

    /** Reads to where the partition ends now; returns how many records were stale. */
    private int pass(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) throws InterruptedException {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        List<Write<Boolean>> writes = new ArrayList<>();
        int stale = 0;
        while (consumer.position(partition) < end && !closing.isGiven()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Write<Boolean> write = writeOrNull(record);
                if (write != null) {
                    writes.add(write);
                    stale++;
                }
                if (writes.size() >= MOST_AT_ONCE) {
                    flush(writes);
                }
            }
        }
        flush(writes);
        return stale;
    }

    private void flush(List<Write<Boolean>> writes) throws InterruptedException {
        for (CompletableFuture<Written<Boolean>> one : gallery.writeAll(writes)) {
            if (one.isCompletedExceptionally()) {
                throw new UserError(503, "A record could not be sealed anew; this is tried again.");
            }
        }
        writes.clear();
    }

    private @Nullable Write<Boolean> writeOrNull(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return null;
        }
        try {
            GalleryKey key = GalleryKey.parse(new String(record.key(), UTF_8)).orElse(null);
            if (key == null || !vault.isStale(key, record.value())) {
                return null;
            }
            byte[] plain = vault.read(key, record.value(), record.partition());
            return plain == null ? null : write(key, plain, new Place(record.partition(), record.offset()));
        } catch (RuntimeException e) { // the reader has passed over it and told so: nothing in memory comes from it
            log.debug("Left as it is: {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
            return null;
        }
    }

    private static Write<Boolean> write(GalleryKey key, byte[] plain, Place place) {
        if (key instanceof GalleryKey.OfPerson of) {
            Person person = Json.read(plain, Person.class);
            return new Write<>(
                    of.person(),
                    state -> again(
                            key,
                            person,
                            state.person(of.person()).filter(person::equals).isPresent()));
        }
        if (key instanceof GalleryKey.OfFace of) {
            FaceTemplate face = Json.read(plain, FaceTemplate.class);
            return new Write<>(of.person(), state -> again(key, face, isAt(state, of, place)));
        }
        GalleryKey.OfNegative of = (GalleryKey.OfNegative) key;
        Negative negative = Json.read(plain, Negative.class);
        return new Write<>(
                of.person(),
                state -> again(key, negative, state.negatives(of.person()).contains(negative)));
    }

    private static boolean isAt(GalleryState state, GalleryKey.OfFace of, Place place) {
        return state.face(of.person(), of.face())
                .filter(face -> face.place().equals(place))
                .isPresent();
    }

    /** What is not the newest any more stays as it is. */
    private static Plan<Boolean> again(GalleryKey key, Object value, boolean newest) {
        return newest ? Plan.of(true, new Change(key, value)) : Plan.nothing(false);
    }

    /** Says that nothing is sealed by older data keys any more, and erases them. */
    private void complete(int partition) {
        DataKey newest = vault.completed(partition).orElseGet(() -> fresh(partition));
        gallery.write(newest.id(), state -> {
            List<Change> changes = new ArrayList<>();
            changes.add(change(newest));
            vault.stale(partition).forEach(key -> changes.add(new Change(new GalleryKey.OfDataKey(key.id()), null)));
            return new Plan<>(true, changes);
        });
    }

    private DataKey fresh(int partition) {
        DataKey key = vault.sealing(partition, id -> gallery.partition(id) == partition)
                .fresh()
                .orElseThrow();
        return new DataKey(key.id(), key.kek(), key.wrapped(), key.createdAt(), true);
    }

    @Override
    public void close() throws InterruptedException {
        closing.give();
        thread.join(TimeUnit.SECONDS.toMillis(2));
        thread.interrupt();
        thread.join();
    }
}
