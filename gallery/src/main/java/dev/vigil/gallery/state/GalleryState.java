package dev.vigil.gallery.state;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.runtime.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * People, faces and watchlists as the changed topic has them. {@link #apply} is called by one thread, which reads the topic;
 * everything else by any thread, and never waits. What it returns does not change.
 */
public final class GalleryState {
    private static final Comparator<FaceTemplate> OLDEST_FIRST =
            Comparator.comparing(FaceTemplate::createdAt).thenComparing(FaceTemplate::id);

    private final ConcurrentNavigableMap<String, Person> people = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<String, Watchlist> watchlists = new ConcurrentSkipListMap<>();
    /** Faces by person, then by id; each inner map is replaced, never changed. */
    private final Map<String, Map<String, FaceTemplate>> faces = new ConcurrentHashMap<>();

    private final Map<String, ApiKey> apiKeys = new ConcurrentHashMap<>();
    private final Map<GalleryKey.OfMerge, MergeIntent> merges = new ConcurrentHashMap<>();
    /** Negatives by person, then by id; each inner map is replaced, never changed. */
    private final Map<String, Map<String, Negative>> negatives = new ConcurrentHashMap<>();

    private volatile @Nullable GallerySettings settings;

    private final Map<Integer, PartitionOwner> owners = new ConcurrentHashMap<>();
    private final AtomicInteger peopleCount = new AtomicInteger();
    private final AtomicInteger faceCount = new AtomicInteger();
    private final SearchEngine engine;

    /** Nobody yet; keeps {@code engine} to what the state says. */
    public GalleryState(SearchEngine engine) {
        this.engine = engine;
    }

    /**
     * Takes in one record of the topic.
     *
     * @param value JSON, or null for what is erased
     * @throws RuntimeException if it can't be read; nothing has changed then
     */
    public void apply(GalleryKey key, byte @Nullable [] value) {
        if (key instanceof GalleryKey.OfPerson k) {
            applyPerson(k.person(), value == null ? null : Json.read(value, Person.class));
        } else if (key instanceof GalleryKey.OfFace k) {
            applyFace(k, value == null ? null : Json.read(value, FaceTemplate.class));
        } else if (key instanceof GalleryKey.OfWatchlist k) {
            set(watchlists, k.watchlist(), value == null ? null : Json.read(value, Watchlist.class));
        } else if (key instanceof GalleryKey.OfOwner k) {
            set(owners, k.partition(), value == null ? null : Json.read(value, PartitionOwner.class));
        } else if (key instanceof GalleryKey.OfApiKey k) {
            set(apiKeys, k.key(), value == null ? null : Json.read(value, ApiKey.class));
        } else if (key instanceof GalleryKey.OfMerge k) {
            set(merges, k, value == null ? null : Json.read(value, MergeIntent.class));
        } else if (key instanceof GalleryKey.OfNegative k) {
            applyNegative(k, value == null ? null : Json.read(value, Negative.class));
        } else if (key instanceof GalleryKey.OfSetting k && k.setting().equals("gallery")) {
            settings = value == null ? null : Json.read(value, GallerySettings.class);
        }
    }

    private void applyPerson(String id, @Nullable Person person) {
        boolean had = people.containsKey(id);
        if (person == null) {
            engine.removePerson(id);
            set(people, id, null);
            Map<String, FaceTemplate> gone = faces.remove(id);
            negatives.remove(id);
            faceCount.addAndGet(gone == null ? 0 : -gone.size());
        } else {
            set(people, id, person);
            engine.admit(id, new Admission(searchableUntil(person), person.ignored(), Set.copyOf(person.watchlists())));
        }
        peopleCount.addAndGet((person == null ? 0 : 1) - (had ? 1 : 0));
    }

    private void applyFace(GalleryKey.OfFace key, @Nullable FaceTemplate face) {
        Map<String, FaceTemplate> before = faces.getOrDefault(key.person(), Map.of());
        Map<String, FaceTemplate> after = new TreeMap<>(before);
        if (face == null) {
            after.remove(key.face());
            engine.removeFace(key.person(), key.face());
        } else {
            after.put(key.face(), face);
            engine.put(key.person(), key.face(), face.model(), face.embedding());
        }
        set(faces, key.person(), after.isEmpty() ? null : Collections.unmodifiableMap(after));
        faceCount.addAndGet(after.size() - before.size());
    }

    private void applyNegative(GalleryKey.OfNegative key, @Nullable Negative negative) {
        Map<String, Negative> after = new TreeMap<>(negatives.getOrDefault(key.person(), Map.of()));
        set(after, key.negative(), negative);
        set(negatives, key.person(), after.isEmpty() ? null : Collections.unmodifiableMap(after));
    }

    private static Instant searchableUntil(Person person) {
        Instant until = person.consent() == null ? null : person.consent().until();
        return until == null ? Instant.MAX : until;
    }

    private static <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    /** The person with that id. */
    public Optional<Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    /** Everybody by id: a view that follows the state. */
    public NavigableMap<String, Person> people() {
        return Collections.unmodifiableNavigableMap(people);
    }

    /** How many people there are. */
    public int peopleCount() {
        return peopleCount.get();
    }

    /** The faces of a person, oldest first; none where there is no such person. */
    public List<FaceTemplate> faces(String person) {
        return faces.getOrDefault(person, Map.of()).values().stream()
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /** One face. */
    public Optional<FaceTemplate> face(String person, String face) {
        return Optional.ofNullable(faces.getOrDefault(person, Map.of()).get(face));
    }

    /** How many faces there are. */
    public int faceCount() {
        return faceCount.get();
    }

    /** The watchlist with that id. */
    public Optional<Watchlist> watchlist(String id) {
        return Optional.ofNullable(watchlists.get(id));
    }

    /** All watchlists, by id. */
    public List<Watchlist> watchlists() {
        return List.copyOf(watchlists.values());
    }

    /** How many people are on the watchlist. */
    public long peopleOn(String watchlist) {
        return people.values().stream()
                .filter(person -> person.watchlists().contains(watchlist))
                .count();
    }

    /** The faces that are not the person's. */
    public List<Negative> negatives(String person) {
        return List.copyOf(negatives.getOrDefault(person, Map.of()).values());
    }

    /** The API keys, in no order. */
    public List<ApiKey> apiKeys() {
        return List.copyOf(apiKeys.values());
    }

    /** The merges under way. */
    public List<MergeIntent> merges() {
        return List.copyOf(merges.values());
    }

    /** What holds for the whole gallery; empty until somebody has set it. */
    public Optional<GallerySettings> settings() {
        return Optional.ofNullable(settings);
    }

    /** Who writes the partition, as far as the topic has been read. */
    public Optional<PartitionOwner> owner(int partition) {
        return Optional.ofNullable(owners.get(partition));
    }
}
