package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Looks at every face: float32 rows in growing chunks, every cosine computed as the dot product of normalised vectors. A search
 * reads one published state of the rows, so that it never waits for the writer, nor the writer for it.
 */
public final class ExactScan implements SearchEngine {
    private final Map<SpaceName, Space> spaces = new ConcurrentHashMap<>();
    /** Only the writer looks. */
    private final Map<String, Owner> owners = new HashMap<>();

    private final Map<String, Map<String, StoredFace>> stored = new ConcurrentHashMap<>();

    private record SpaceName(String model, int dimension) {}

    /** An engine with nobody in it. */
    public ExactScan() {}

    @Override
    public void admit(String person, Admission admission) {
        Owner owner = owner(person);
        owner.admission(admission);
        Instant until = admission.until();
        move(owner, until.equals(Instant.MAX) ? Long.MAX_VALUE : epochMillis(until));
    }

    @Override
    public void removePerson(String person) {
        Owner owner = owners.remove(person);
        stored.remove(person);
        if (owner != null) {
            move(owner, Owner.NEVER); // at once for every face, before they go one by one
            for (String face : List.copyOf(owner.faces.keySet())) {
                remove(owner, face);
            }
        }
    }

    @Override
    public void put(String person, String face, String model, Embedding embedding, Base64Bytes details) {
        stored.computeIfAbsent(person, p -> new ConcurrentHashMap<>())
                .put(face, new StoredFace(face, model, embedding, details));
        Owner owner = owner(person);
        Space space = spaces.computeIfAbsent(
                new SpaceName(model, embedding.dimension()), name -> new Space(name.dimension()));
        Owner.Slot old = owner.faces.get(face);
        if (old != null && old.space() != space) {
            remove(owner, face);
        }
        space.put(owner, face, embedding);
    }

    @Override
    public void removeFace(String person, String face) {
        stored.computeIfPresent(person, (p, theirs) -> {
            theirs.remove(face);
            return theirs.isEmpty() ? null : theirs;
        });
        Owner owner = owners.get(person);
        if (owner != null) {
            remove(owner, face);
        }
    }

    @Override
    public Optional<StoredFace> face(String person, String face) {
        return Optional.ofNullable(stored.getOrDefault(person, Map.of()).get(face));
    }

    @Override
    public List<StoredFace> faces(String person) {
        return List.copyOf(stored.getOrDefault(person, Map.of()).values());
    }

    @Override
    public Answer search(Query query) {
        Space space = spaces.get(new SpaceName(query.model(), query.dimension()));
        return space == null
                ? new Answer(
                        0,
                        query.probes().stream()
                                .map(probe -> List.<Answer.Hit>of())
                                .toList())
                : space.search(query);
    }

    @Override
    public Set<Integer> dimensions(String model) {
        return spaces.entrySet().stream()
                .filter(space -> space.getKey().model().equals(model)
                        && !space.getValue().isEmpty())
                .map(space -> space.getKey().dimension())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Owner owner(String person) {
        return owners.computeIfAbsent(person, Owner::new);
    }

    private static void move(Owner owner, long until) {
        long before = owner.until();
        owner.until(until);
        owner.faces.values().stream()
                .map(Owner.Slot::space)
                .distinct()
                .forEach(space -> space.census().moved(owner, before, until));
    }

    private static void remove(Owner owner, String face) {
        Owner.Slot slot = owner.faces.get(face);
        if (slot != null) {
            slot.space().remove(owner, face, slot.row());
        }
    }

    /** Years beyond the range of milliseconds are no end. */
    private static long epochMillis(Instant until) {
        try {
            return until.toEpochMilli();
        } catch (ArithmeticException e) {
            return until.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Owner.NEVER;
        }
    }
}
