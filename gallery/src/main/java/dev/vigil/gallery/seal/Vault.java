package dev.vigil.gallery.seal;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.gallery.event.EncryptionSettings;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the changed topic, as far as it has been read: opens what is sealed, and seals what is written. Each partition has
 * data keys of its own, so that a key is always read before what it has sealed, whoever wrote it; only where a key has been wrapped
 * anew does it lie further on, and the reader looks ahead. Thread-safe; one thread reads.
 */
public final class Vault implements AutoCloseable {
    /** A data key seals for so long. Its nonces need no count, but who finds one key should not find everything. */
    static final Duration MOST_AGE = Duration.ofDays(90);

    private static final Logger log = LoggerFactory.getLogger(Vault.class);
    private static final int ID_BYTES = 8;
    /** As long as a mounted secret may take to come to this replica, when another already wraps by the new key. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KeySources sources;
    private final Clock clock;
    private final Map<String, Held> keys = new ConcurrentHashMap<>();
    private final Set<String> retired = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile List<KeyEncryptionKey> keks;
    private volatile Instant rotatedAt = Instant.MIN;
    private volatile boolean caughtUp;

    /** A data key; {@code key} is null as long as it can't be unwrapped. */
    private record Held(DataKey record, @Nullable SealingKey key, int partition) {}

    private Vault(KeySources sources, List<KeyEncryptionKey> keks, Clock clock) {
        this.sources = sources;
        this.keks = keks;
        this.clock = clock;
    }

    /**
     * A vault that knows no data key yet.
     *
     * @throws UserError if the sources hold no key-encryption keys
     */
    public static Vault open(KeySources sources, Clock clock) {
        return new Vault(sources, sources.read(), clock);
    }

    /** Of whoever goes without encryption. */
    public static Vault none() {
        return open(KeySources.of("none", Map.of()), Clock.systemUTC());
    }

    /** Whether it seals. */
    public boolean seals() {
        return !keks.isEmpty();
    }

    /** Whether the value of that key is sealed where anything is: what says who somebody is, or how they look. */
    public static boolean isPersonal(GalleryKey key) {
        return key instanceof GalleryKey.OfPerson
                || key instanceof GalleryKey.OfFace
                || key instanceof GalleryKey.OfNegative;
    }

    /**
     * Takes in what concerns keys, and opens what is sealed.
     *
     * @return the value in plain
     * @throws UnknownDataKeyException if the key lies further on, or nowhere
     * @throws RetiredDataKeyException if a newer value of the same key follows
     * @throws BrokenSealException if it can't be opened
     * @throws KeyMissingException if the gallery can't go on
     */
    public byte @Nullable [] read(GalleryKey key, byte @Nullable [] value, int partition) {
        if (key instanceof GalleryKey.OfDataKey of) {
            learn(of.key(), value == null ? null : Json.read(value, DataKey.class), partition);
        } else if (key instanceof GalleryKey.OfSetting of && of.setting().equals("encryption")) {
            rotated(value == null ? null : Json.read(value, EncryptionSettings.class));
        }
        return value == null || !SealedValue.isSealed(value) ? value : opened(key, value);
    }

    private byte[] opened(GalleryKey key, byte[] value) {
        String id = SealedValue.dataKey(value);
        Held held = keys.get(id);
        if (held != null && held.key() != null) {
            return SealedValue.open(value, held.key(), key.text());
        }
        throw retired.contains(id) ? new RetiredDataKeyException(id) : new UnknownDataKeyException(id);
    }

    /** Takes in a data key of the topic, or of a snapshot; null where it has been erased. */
    public void learn(String id, @Nullable DataKey record, int partition) {
        if (record == null) {
            keys.remove(id);
            retired.add(id);
            return;
        }
        if (!record.id().equals(id) || HexFormat.of().parseHex(id).length != ID_BYTES) {
            throw new IllegalArgumentException("The record of one data key is under the key of another.");
        }
        Optional<KeyEncryptionKey> kek = kek(record.kek());
        if (kek.isEmpty() && caughtUp) {
            kek = Optional.of(await(record));
        }
        keys.put(id, new Held(record, kek.map(k -> k.unwrap(record)).orElse(null), partition));
    }

    private Optional<KeyEncryptionKey> kek(String id) {
        return keks.stream().filter(kek -> kek.id().equals(id)).findFirst();
    }

    /** Another replica wraps by a key that this one lacks: it may be on its way here. */
    private KeyEncryptionKey await(DataKey record) {
        log.warn("Data keys are wrapped by the key {} now, which is not at hand here yet.", record.kek());
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            do {
                reload();
                Optional<KeyEncryptionKey> found = kek(record.kek());
                if (found.isPresent()) {
                    return found.get();
                }
            } while (System.nanoTime() - end < 0 && !sources.isNone() && !closing.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UserError e) {
            throw new KeyMissingException(e.sentence());
        }
        throw missing(record.kek());
    }

    private KeyMissingException missing(String kek) {
        return new KeyMissingException(
                sources.isNone()
                        ? "The changed topic is encrypted by the key " + kek
                                + ", and gallery.encryption says none: name the file with that key there."
                        : "The changed topic is encrypted by the key " + kek + ", and gallery.encryption names only "
                                + String.join(
                                        ", ",
                                        keks.stream().map(KeyEncryptionKey::id).toList())
                                + ": add that key there; without it nobody can read the gallery.");
    }

    /**
     * All that was there has been read: from now on a key that is missing ends the gallery.
     *
     * @throws KeyMissingException if one is missing now
     */
    public void caughtUp() {
        keys.values().forEach(held -> refuseIfLocked(held.partition()));
        caughtUp = true;
    }

    /**
     * Looks whether a data key of the partition can't be unwrapped.
     *
     * @throws KeyMissingException then
     */
    public void refuseIfLocked(int partition) {
        for (Held held : keys.values()) {
            if (held.partition() == partition && held.key() == null) {
                throw missing(held.record().kek());
            }
        }
    }

    /** Takes in what a snapshot says of the last rotation; null where there was none. */
    public void restoreRotation(@Nullable Instant at) {
        rotated(at == null ? null : new EncryptionSettings(at));
    }

    private void rotated(@Nullable EncryptionSettings settings) {
        Instant at = settings == null ? Instant.MIN : settings.rotatedAt();
        if (at.equals(rotatedAt)) {
            return;
        }
        rotatedAt = at;
        if (caughtUp) {
            try {
                reload();
            } catch (UserError e) {
                log.warn("The keys can't be read anew: {}", e.sentence());
            }
        }
    }

    /**
     * Reads the key-encryption keys anew.
     *
     * @throws UserError if they can't be read; those that were read before stay
     */
    public void reload() {
        List<KeyEncryptionKey> found = sources.read();
        if (!found.stream()
                .map(KeyEncryptionKey::id)
                .toList()
                .equals(keks.stream().map(KeyEncryptionKey::id).toList())) {
            log.info(
                    "Data keys are wrapped by the key {} from now on.",
                    found.get(0).id());
        }
        keks = found;
    }

    /** The key that wraps; empty for whoever goes without. */
    public Optional<KeyEncryptionKey> wrapping() {
        return keks.stream().findFirst();
    }

    /** The key-encryption key with that id, if it is at hand. */
    public Optional<KeyEncryptionKey> wrapped(String kek) {
        return kek(kek);
    }

    /**
     * How to seal what is written to a partition now.
     *
     * @param lies whether an id lies in that partition
     */
    public Sealing sealing(int partition, Predicate<String> lies) {
        List<KeyEncryptionKey> now = keks;
        if (now.isEmpty()) {
            return Sealing.none();
        }
        Instant time = clock.instant();
        Held current = newest(partition);
        if (current != null
                && current.key() != null
                && !current.record().createdAt().isBefore(rotatedAt)
                && Duration.between(current.record().createdAt(), time).compareTo(MOST_AGE) < 0) {
            return Sealing.by(current.record().id(), current.key(), null);
        }
        String id = HexFormat.of().formatHex(SealingKey.randomBytes(ID_BYTES));
        while (!lies.test(id)) {
            id = HexFormat.of().formatHex(SealingKey.randomBytes(ID_BYTES));
        }
        SealingKey key = SealingKey.random();
        Instant createdAt =
                time.isBefore(rotatedAt) ? rotatedAt : time; // a clock that went back makes no new key each time
        return Sealing.by(id, key, now.get(0).wrap(id, key, createdAt, false));
    }

    private @Nullable Held newest(int partition) {
        return keys.values().stream()
                .filter(held -> held.partition() == partition)
                .max(Comparator.comparing(held -> held.record().createdAt()))
                .orElse(null);
    }

    /** The partition's data keys as the first key-encryption key wraps them, of those that another wraps. */
    public List<DataKey> toRewrap(int partition) {
        Optional<KeyEncryptionKey> first = wrapping();
        return first.isEmpty()
                ? List.of()
                : keys.values().stream()
                        .filter(held -> held.partition() == partition
                                && !held.record().kek().equals(first.get().id()))
                        .flatMap(held -> rewrapped(held, first.get()).stream())
                        .toList();
    }

    private static Optional<DataKey> rewrapped(Held held, KeyEncryptionKey by) {
        DataKey record = held.record();
        return Optional.ofNullable(held.key())
                .map(key -> by.wrap(record.id(), key, record.createdAt(), record.complete()));
    }

    /** Whether what is in the partition has to be sealed anew: somebody has asked for it, and it is not done. */
    public boolean isResealing(int partition) {
        return seals()
                && !rotatedAt.equals(Instant.MIN)
                && keys.values().stream()
                        .noneMatch(held -> held.partition() == partition
                                && held.record().complete()
                                && !held.record().createdAt().isBefore(rotatedAt));
    }

    /** Whether a value of the topic has to be sealed anew: it is plain, or its data key is one of before the rotation. */
    public boolean isStale(GalleryKey key, byte[] value) {
        if (!isPersonal(key)) {
            return false;
        }
        if (!SealedValue.isSealed(value)) {
            return true;
        }
        Held held = keys.get(SealedValue.dataKey(value));
        return held != null && held.record().createdAt().isBefore(rotatedAt);
    }

    /** The partition's data keys of before the rotation. */
    public List<DataKey> stale(int partition) {
        return keys.values().stream()
                .filter(held -> held.partition() == partition
                        && held.record().createdAt().isBefore(rotatedAt))
                .map(Held::record)
                .toList();
    }

    /** The partition's newest data key, once nothing is sealed by an older one any more. */
    public Optional<DataKey> completed(int partition) {
        Held newest = newest(partition);
        return newest == null || newest.record().createdAt().isBefore(rotatedAt)
                ? Optional.empty()
                : Optional.of(complete(newest.record()));
    }

    private static DataKey complete(DataKey key) {
        return new DataKey(key.id(), key.kek(), key.wrapped(), key.createdAt(), true);
    }

    /** Every data key with its partition. */
    public Map<DataKey, Integer> dataKeys() {
        Map<DataKey, Integer> all = new ConcurrentHashMap<>();
        keys.values().forEach(held -> all.put(held.record(), held.partition()));
        return all;
    }

    /** When somebody last asked to seal everything anew; empty for never. */
    public Optional<Instant> rotatedAt() {
        Instant at = rotatedAt;
        return at.equals(Instant.MIN) ? Optional.empty() : Optional.of(at);
    }

    /** The ids of the key-encryption keys, the one that wraps first. */
    public List<String> keks() {
        return keks.stream().map(KeyEncryptionKey::id).toList();
    }

    /** Lets whoever waits for a key go. */
    @Override
    public void close() {
        closing.countDown();
    }
}
