package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the crops of faces from the changed topic, by the offsets that the state remembers: they are too large to be held in
 * memory, and seldom asked for. One request after the other; a crop takes some milliseconds, neighbours come together. Thread-safe.
 */
public final class Crops implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Crops.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 3;

    private final LogSettings settings;
    private final GalleryState state;
    private final Vault vault;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock(true);
    private @Nullable KafkaConsumer<byte[], byte[]> consumer; // guarded by lock
    private boolean closed; // guarded by lock

    /**
     * Connects when it is first asked.
     *
     * @param patience how long Kafka may take for the next crop
     */
    public Crops(LogSettings settings, GalleryState state, Vault vault, Duration patience) {
        this.vault = vault;
        this.settings = settings;
        this.state = state;
        this.patience = patience;
    }

    /**
     * The face with its crop; empty where it has been removed meanwhile.
     *
     * @throws UserError 503 where it has a crop and Kafka does not answer
     */
    public Optional<FaceTemplate> whole(HeldFace face) {
        return whole(List.of(face)).stream().findFirst();
    }

    /**
     * The faces with their crops, in the same order, without those that have been removed meanwhile. Kafka is not asked where none
     * has a crop.
     *
     * @throws UserError 503 where Kafka does not answer
     */
    public List<FaceTemplate> whole(Collection<HeldFace> faces) {
        Map<Place, Base64Bytes> found = new HashMap<>();
        List<HeldFace> now = List.copyOf(faces);
        for (int look = 0; look < MOST_LOOKS; look++) {
            List<HeldFace> missing = now.stream()
                    .filter(HeldFace::cropped)
                    .filter(face -> !face.place().equals(Place.NOWHERE) && !found.containsKey(face.place()))
                    .toList();
            if (missing.isEmpty()) {
                break;
            }
            found.putAll(read(missing));
            now = now.stream().flatMap(face -> current(face, found)).toList();
        }
        List<FaceTemplate> whole = new ArrayList<>(now.size());
        for (HeldFace face : now) {
            Base64Bytes crop = found.get(face.place());
            if (face.cropped() && crop == null) {
                log.warn("The crop of face:{}:{} is not where it should be.", face.person(), face.id());
            }
            whole.add(face.with(face.cropped() ? crop : null));
        }
        return whole;
    }

    /** The face itself where its record was found, else as the state has it now: it was replaced, or removed. */
    private java.util.stream.Stream<HeldFace> current(HeldFace face, Map<Place, Base64Bytes> found) {
        return !face.cropped() || found.containsKey(face.place())
                ? java.util.stream.Stream.of(face)
                : state.face(face.person(), face.id()).stream();
    }

    private Map<Place, Base64Bytes> read(List<HeldFace> faces) {
        lock();
        try {
            if (closed) {
                throw new UserError(503, "The gallery is stopping.");
            }
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (open == null) {
                open = new KafkaConsumer<>(settings.crops());
                consumer = open;
            }
            return read(open, faces);
        } catch (KafkaException e) {
            throw away(e);
        } finally {
            lock.unlock();
        }
    }

    private void lock() {
        try {
            if (!lock.tryLock(2 * patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw away(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping.", e);
        }
    }

    private static UserError away(@Nullable KafkaException why) {
        String sentence = "Kafka does not answer, and crops are read from there: try again when it is back.";
        return why == null ? new UserError(503, sentence) : new UserError(503, sentence, why);
    }

    private Map<Place, Base64Bytes> read(KafkaConsumer<byte[], byte[]> open, List<HeldFace> faces) {
        Map<Place, Base64Bytes> found = new HashMap<>();
        Map<Place, HeldFace> wanted = new HashMap<>();
        faces.forEach(face -> wanted.put(face.place(), face));
        List<Place> order = wanted.keySet().stream()
                .sorted(Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset))
                .toList();
        int assigned = -1;
        for (Place place : order) {
            if (!found.containsKey(place)) {
                TopicPartition partition = new TopicPartition(settings.topic(), place.partition());
                if (assigned != place.partition()) {
                    open.assign(List.of(partition));
                    assigned = place.partition();
                }
                open.seek(partition, place.offset());
                readFrom(open, partition, place, wanted, found);
            }
        }
        return found;
    }

    /** Reads until it has passed {@code place}; of what comes with it, takes what is wanted too. */
    private void readFrom(
            KafkaConsumer<byte[], byte[]> open,
            TopicPartition partition,
            Place place,
            Map<Place, HeldFace> wanted,
            Map<Place, Base64Bytes> found) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (open.position(partition, patience) <= place.offset()) {
                if (System.nanoTime() - deadline > 0) {
                    throw away(null);
                }
                for (ConsumerRecord<byte[], byte[]> record : open.poll(POLL).records(partition)) {
                    Place at = new Place(record.partition(), record.offset());
                    HeldFace face = wanted.get(at);
                    Base64Bytes crop = face == null ? null : crop(face, record);
                    if (crop != null) {
                        found.put(at, crop);
                    }
                }
            }
        } catch (OffsetOutOfRangeException e) {
            log.debug("The log no longer has {}", place, e);
        }
    }

    private @Nullable Base64Bytes crop(HeldFace face, ConsumerRecord<byte[], byte[]> record) {
        GalleryKey key = new GalleryKey.OfFace(face.person(), face.id());
        if (record.key() == null || !key.text().equals(new String(record.key(), UTF_8))) {
            return null;
        }
        byte[] value = vault.read(key, record.value(), record.partition());
        return value == null ? null : Json.read(value, FaceTemplate.class).crop();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (consumer != null) {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
                consumer = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
