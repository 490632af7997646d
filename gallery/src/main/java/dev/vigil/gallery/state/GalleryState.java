package dev.vigil.gallery.state;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Roll;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.runtime.json.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * People, faces and watchlists as the changed topic has them. {@link #apply} is called by one thread, which reads the topic;
 * everything else by any thread, and never waits. What it returns does not change.
 */
public final class GalleryState {
    private static final Comparator<HeldFace> OLDEST_FIRST =
            Comparator.comparing(HeldFace::createdAt).thenComparing(HeldFace::id);

    private final PeopleTable people = new PeopleTable();
    private final ConcurrentNavigableMap<String, Watchlist> watchlists = new ConcurrentSkipListMap<>();
    /** How many people are on each watchlist. */
    private final Map<String, Integer> members = new ConcurrentHashMap<>();

    private final FaceDetails details = new FaceDetails();
    private final Map<String, ApiKey> apiKeys = new ConcurrentHashMap<>();
    private final MergeTable merges = new MergeTable();
    private final Map<Integer, Roll> rolls = new ConcurrentHashMap<>();
    /** Negatives by person, then by id; each inner map is replaced, never changed. */
    private final Map<String, Map<String, Negative>> negatives = new ConcurrentHashMap<>();

    private volatile @Nullable GallerySettings settings;

    private final Map<Integer, PartitionOwner> owners = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong erasures = new AtomicLong();
    private final ModelTally tally = new ModelTally();
    private final AtomicInteger faceCount = new AtomicInteger();
    private final SearchEngine engine;

    /** Nobody yet; keeps {@code engine} to what the state says. */
    public GalleryState(SearchEngine engine) {
        this.engine = engine;
    }

    /** Takes in what lies nowhere on a topic: the crop of a face can't be read afterwards. */
    public void apply(GalleryKey key, byte @Nullable [] value) {
        apply(key, value, Place.NOWHERE);
    }

    /**
     * Takes in one record of the topic.
     *
     * @param value JSON, or null for what is erased
     * @param place where the record lies
     * @throws RuntimeException if it can't be read; nothing has changed then
     */
    public void apply(GalleryKey key, byte @Nullable [] value, Place place) {
        changes.incrementAndGet();
        if (key instanceof GalleryKey.OfPerson k) {
            applyPerson(k.person(), value == null ? null : Json.read(value, Person.class));
        } else if (key instanceof GalleryKey.OfFace k) {
            applyFace(k, value == null ? null : Json.read(value, FaceTemplate.class), place);
        } else if (key instanceof GalleryKey.OfWatchlist k) {
            set(watchlists, k.watchlist(), value == null ? null : Json.read(value, Watchlist.class));
        } else if (key instanceof GalleryKey.OfOwner k) {
            set(owners, k.partition(), value == null ? null : Json.read(value, PartitionOwner.class));
        } else if (key instanceof GalleryKey.OfApiKey k) {
            set(apiKeys, k.key(), value == null ? null : Json.read(value, ApiKey.class));
        } else if (key instanceof GalleryKey.OfMerge k) {
            merges.apply(k, value == null ? null : Json.read(value, MergeIntent.class));
        } else if (key instanceof GalleryKey.OfMerging k) {
            merges.apply(k, value == null ? null : Json.read(value, MergeIntent.class));
        } else if (key instanceof GalleryKey.OfRoll k) {
            set(rolls, k.partition(), value == null ? null : Json.read(value, Roll.class));
        } else if (key instanceof GalleryKey.OfNegative k) {
            applyNegative(k, value == null ? null : Json.read(value, Negative.class));
        } else if (key instanceof GalleryKey.OfSetting k && k.setting().equals("gallery")) {
            settings = value == null ? null : Json.read(value, GallerySettings.class);
        }
    }

    private void applyPerson(String id, @Nullable Person person) {
        Person before = people.get(id);
        if (person == null) {
            erasures.incrementAndGet();
            List<String> models = engine.models(id);
            faceCount.addAndGet(-models.size());
            tally.changed(models, List.of());
            engine.removePerson(id);
            people.remove(id);
            negatives.remove(id);
            details.forget(id);
        } else if (!person.id().equals(id)) {
            throw new IllegalArgumentException("The record of one person is under the key of another.");
        } else {
            people.put(person);
            engine.admit(id, admission(person));
        }
        countMembers(before, -1);
        countMembers(person, 1);
    }

    private void countMembers(@Nullable Person person, int by) {
        if (person != null) {
            for (String watchlist : person.watchlists()) {
                members.merge(watchlist, by, (a, b) -> a + b == 0 ? null : a + b);
            }
        }
    }

    private void applyFace(GalleryKey.OfFace key, @Nullable FaceTemplate face, Place place) {
        List<String> before = engine.models(key.person());
        if (face == null) {
            erasures.incrementAndGet();
            engine.removeFace(key.person(), key.face());
            details.forget(key.person(), key.face());
        } else if (!face.person().equals(key.person()) || !face.id().equals(key.face())) {
            throw new IllegalArgumentException("The record of one face is under the key of another.");
        } else {
            put(key, face, place);
        }
        List<String> after = engine.models(key.person());
        faceCount.addAndGet(after.size() - before.size());
        tally.changed(before, after);
    }

    private void put(GalleryKey.OfFace key, FaceTemplate face, Place place) {
        try {
            engine.put(key.person(), key.face(), face.model(), face.embedding(), details.of(face, place));
        } catch (UncheckedIOException e) {
            throw new EngineFailedException("The exact rows of faces can't be written: " + e.getMessage(), e);
        }
    }

    /** How many records have been taken in. */
    public long changes() {
        return changes.get();
    }

    /** How often something of a person has been erased: a snapshot of before still has it. */
    public long erasures() {
        return erasures.get();
    }

    /** The state as it is now, but for what the engine holds. By the one thread that applies. */
    public StateView view() {
        return new StateView(
                people.blocks(),
                new StateView.Rest(
                        faceCount.get(),
                        watchlists(),
                        apiKeys(),
                        merges(),
                        marks(),
                        rolls,
                        negatives.values().stream()
                                .flatMap(theirs -> theirs.values().stream())
                                .toList(),
                        settings,
                        owners,
                        details.longSources()));
    }

    /**
     * Becomes what {@code view} was, of which the engine has the faces already. By the one thread that applies, before it applies
     * anything.
     */
    public void restore(StateView view) {
        people.restore(view.people());
        StateView.Rest rest = view.rest();
        faceCount.set(rest.faces());
        rest.watchlists().forEach(watchlist -> watchlists.put(watchlist.id(), watchlist));
        rest.apiKeys().forEach(key -> apiKeys.put(key.id(), key));
        rest.merges().forEach(one -> merges.apply(new GalleryKey.OfMerge(one.survivor(), one.absorbed()), one));
        rest.marks().forEach(one -> merges.apply(new GalleryKey.OfMerging(one.absorbed()), one));
        rolls.putAll(rest.rolls());
        rest.negatives().forEach(one -> applyNegative(new GalleryKey.OfNegative(one.person(), one.id()), one));
        settings = rest.settings();
        owners.putAll(rest.owners());
        details.restore(rest.longSources());
        people().forEach(person -> {
            engine.admit(person.id(), admission(person));
            countMembers(person, 1);
            tally.changed(List.of(), engine.models(person.id()));
        });
    }

    private static Admission admission(Person person) {
        List<String> lists = person.watchlists();
        return new Admission(searchableUntil(person), person.ignored(), lists.isEmpty() ? Set.of() : Set.copyOf(lists));
    }

    private void applyNegative(GalleryKey.OfNegative key, @Nullable Negative negative) {
        Map<String, Negative> after = new TreeMap<>(negatives.getOrDefault(key.person(), Map.of()));
        if (negative == null) {
            erasures.incrementAndGet();
        }
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

    /** Everybody, in the order of their ids. */
    public Stream<Person> people() {
        return peopleAfter(null, name -> true);
    }

    /**
     * Those whose id comes after {@code after} (everybody where it is null) and whose name passes, in the order of their ids. A
     * name that does not pass costs a tenth of a microsecond; whoever wants a page takes no more than that from the stream.
     */
    public Stream<Person> peopleAfter(@Nullable String after, Predicate<String> name) {
        return people.after(after, name);
    }

    /** How many people there are. */
    public int peopleCount() {
        return people.size();
    }

    /** The faces of a person, oldest first; none where there is no such person. */
    public List<HeldFace> faces(String person) {
        return engine.faces(person).stream()
                .map(face -> details.read(person, face))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /** The ids of the person's faces, in no order. */
    public List<String> faceIds(String person) {
        return engine.faceIds(person);
    }

    /** One face. */
    public Optional<HeldFace> face(String person, String face) {
        return engine.face(person, face).map(found -> details.read(person, found));
    }

    /** How many faces there are. */
    public int faceCount() {
        return faceCount.get();
    }

    /** How many faces and people there are of each model. */
    public ModelHoldings models() {
        ModelTally.Counts counts = tally.counts();
        return new ModelHoldings(
                counts.faces().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new ModelHoldings.Holding(
                                each.getKey(), each.getValue(), counts.people().getOrDefault(each.getKey(), 0L)))
                        .toList(),
                counts.faced());
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
        return members.getOrDefault(watchlist, 0);
    }

    /** The faces that are not the person's. */
    public List<Negative> negatives(String person) {
        return List.copyOf(negatives.getOrDefault(person, Map.of()).values());
    }

    /** The API key with that id. */
    public Optional<ApiKey> apiKey(String id) {
        return Optional.ofNullable(apiKeys.get(id));
    }

    /** The API keys, in no order. */
    public List<ApiKey> apiKeys() {
        return List.copyOf(apiKeys.values());
    }

    /** The merges under way. */
    public List<MergeIntent> merges() {
        return merges.merges();
    }

    /** One merge under way. */
    public Optional<MergeIntent> merge(String survivor, String absorbed) {
        return merges.merge(survivor, absorbed);
    }

    /** The marks of those who are being absorbed: nothing of theirs changes. */
    public List<MergeIntent> marks() {
        return merges.marks();
    }

    /** The merge by which this person is being absorbed. */
    public Optional<MergeIntent> merging(String absorbed) {
        return merges.mark(absorbed);
    }

    /** Whether no merge is under way. */
    public boolean isNobodyMerging() {
        return merges.isEmpty();
    }

    /** Waits until the merge is not under way any more; false where it takes longer. */
    public boolean awaitMerged(String survivor, String absorbed, Duration timeout) throws InterruptedException {
        return merges.awaitGone(survivor, absorbed, timeout);
    }

    /** The last record of the partition that closes a segment, or says when one may be closed. */
    public Optional<Roll> roll(int partition) {
        return Optional.ofNullable(rolls.get(partition));
    }

    /** What holds for the whole gallery; empty until somebody has set it. */
    public Optional<GallerySettings> settings() {
        return Optional.ofNullable(settings);
    }

    /** Who writes the partition, as far as the topic has been read. */
    public Optional<PartitionOwner> owner(int partition) {
        return Optional.ofNullable(owners.get(partition));
    }

    /** The sources that don't fit beside their embeddings, by {@code PERSON:FACE}: a view. */
    Map<String, String> longSources() {
        return details.longSources();
    }
}
