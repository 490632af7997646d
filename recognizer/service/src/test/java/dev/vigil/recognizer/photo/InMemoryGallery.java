package dev.vigil.recognizer.photo;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gallery for tests: what the contract says, in a map. */
public class InMemoryGallery implements GalleryClient {
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, List<FaceTemplate>> faces = new LinkedHashMap<>();
    private int next = 1;

    @Override
    public synchronized Identified identify(Probes probes) {
        int templates = faces.values().stream().mapToInt(List::size).sum();
        return new Identified(
                templates,
                probes.embeddings().stream()
                        .map(probe -> new Identified.Result(candidates(probe, probes.k())))
                        .toList());
    }

    private List<Candidate> candidates(Embedding probe, int k) {
        return people.values().stream()
                .filter(person -> !faces(person.id()).isEmpty())
                .map(person -> candidate(person, probe))
                .sorted(Comparator.comparing(Candidate::score).reversed())
                .limit(k)
                .toList();
    }

    private Candidate candidate(Person person, Embedding probe) {
        FaceTemplate best = faces(person.id()).stream()
                .max(Comparator.comparing(face -> face.embedding().cosine(probe)))
                .orElseThrow();
        return new Candidate(
                person.id(),
                person.name(),
                person.watchlists(),
                person.ignored(),
                best.id(),
                best.embedding().cosine(probe));
    }

    @Override
    public synchronized Optional<Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public synchronized List<Person> peopleNamed(String name) {
        return people.values().stream()
                .filter(person -> person.name().equals(name))
                .toList();
    }

    @Override
    public synchronized List<Person> people() {
        return List.copyOf(people.values());
    }

    @Override
    public synchronized Person create(NewPerson person) {
        return put("new-" + next++, person);
    }

    @Override
    public synchronized Person put(String id, NewPerson person) {
        Instant now = Instant.now();
        Person state = new Person(
                id, person.name(), person.note(), person.watchlists(), person.ignored(), person.consent(), now, now, 1);
        people.put(id, state);
        return state;
    }

    @Override
    public synchronized FaceTemplate enrol(String person, NewFace face) {
        List<FaceTemplate> held = faces.computeIfAbsent(person, id -> new ArrayList<>());
        Optional<FaceTemplate> same = held.stream()
                .filter(f -> f.source().equals(face.source()) && f.model().equals(face.model()))
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        FaceTemplate template = new FaceTemplate(
                "face-" + next++,
                person,
                face.model(),
                face.embedding(),
                face.source(),
                face.quality(),
                face.crop(),
                Instant.now());
        held.add(template);
        return template;
    }

    @Override
    public synchronized List<FaceTemplate> faces(String person) {
        return List.copyOf(faces.getOrDefault(person, List.of()));
    }

    @Override
    public synchronized void removeFace(String person, String face) {
        faces.getOrDefault(person, new ArrayList<>()).removeIf(f -> f.id().equals(face));
    }

    @Override
    public synchronized Optional<ErasureReceipt> erase(String person) {
        people.remove(person);
        faces.remove(person);
        return Optional.empty();
    }
}
