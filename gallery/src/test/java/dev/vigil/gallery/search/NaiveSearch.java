package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The meaning of a search, written to be read: sorts every face, then takes each person once. */
final class NaiveSearch implements SearchEngine {
    private final Map<String, Admission> admissions = new HashMap<>();
    private final Map<String, Map<String, Face>> faces = new TreeMap<>();

    private record Face(String model, Embedding embedding, Base64Bytes details) {}

    @Override
    public void admit(String person, Admission admission) {
        admissions.put(person, admission);
    }

    @Override
    public void removePerson(String person) {
        admissions.remove(person);
        faces.remove(person);
    }

    @Override
    public void put(String person, String face, String model, Embedding embedding, Base64Bytes details) {
        faces.computeIfAbsent(person, p -> new TreeMap<>()).put(face, new Face(model, embedding, details));
    }

    @Override
    public Optional<StoredFace> face(String person, String face) {
        return faces(person).stream().filter(one -> one.face().equals(face)).findFirst();
    }

    @Override
    public List<StoredFace> faces(String person) {
        return faces.getOrDefault(person, Map.of()).entrySet().stream()
                .map(one -> new StoredFace(
                        one.getKey(),
                        one.getValue().model(),
                        one.getValue().embedding(),
                        one.getValue().details()))
                .toList();
    }

    @Override
    public void removeFace(String person, String face) {
        faces.getOrDefault(person, new TreeMap<>()).remove(face);
    }

    @Override
    public Answer search(Query query) {
        return new Answer(
                templates(query),
                query.probes().stream().map(probe -> hits(query, probe)).toList());
    }

    private int templates(Query query) {
        return faces.keySet().stream()
                .filter(person -> searchable(person, query.now()))
                .mapToInt(person -> (int) Math.min(
                        8,
                        faces.get(person).values().stream()
                                .filter(face -> meets(face, query))
                                .count()))
                .sum();
    }

    private List<Answer.Hit> hits(Query query, Embedding probe) {
        List<Answer.Hit> all = new ArrayList<>();
        faces.forEach((person, theirs) -> theirs.forEach((id, face) -> {
            if (searchable(person, query.now()) && passes(person, query.filter()) && meets(face, query)) {
                all.add(new Answer.Hit(person, id, score(probe, face.embedding())));
            }
        }));
        all.sort(Comparator.comparingDouble((Answer.Hit hit) -> -hit.score())
                .thenComparing(Answer.Hit::person)
                .thenComparing(Answer.Hit::face));
        Map<String, Answer.Hit> best = new java.util.LinkedHashMap<>();
        all.forEach(hit -> best.putIfAbsent(hit.person(), hit));
        return best.values().stream()
                .limit(query.k())
                .map(hit -> new Answer.Hit(hit.person(), hit.face(), Math.max(-1, Math.min(1, hit.score()))))
                .toList();
    }

    private static float score(Embedding a, Embedding b) {
        return DotProduct.of(a.toArray(), 0, b.toArray(), 0, a.dimension());
    }

    private boolean searchable(String person, Instant now) {
        Admission admission = admissions.get(person);
        return admission != null && now.isBefore(admission.until());
    }

    private boolean passes(String person, Filter filter) {
        Admission admission = admissions.get(person);
        return (filter.ignored() || !admission.ignored())
                && (filter.watchlists().isEmpty()
                        || admission.watchlists().stream().anyMatch(filter.watchlists()::contains));
    }

    private static boolean meets(Face face, Query query) {
        return Objects.equals(face.model(), query.model()) && face.embedding().dimension() == query.dimension();
    }

    @Override
    public Set<Integer> dimensions(String model) {
        return faces.values().stream()
                .flatMap(theirs -> theirs.values().stream())
                .filter(face -> face.model().equals(model))
                .map(face -> face.embedding().dimension())
                .collect(Collectors.toSet());
    }
}
