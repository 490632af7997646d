package dev.vigil.gallery.review;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A gallery in memory, searched as the real one is. */
final class ScannedGallery implements GalleryClient {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    private final Map<String, Person> people = new TreeMap<>();
    private final Map<String, List<FaceTemplate>> faces = new TreeMap<>();
    private final SearchEngine engine = ExactSearch.inMemory();
    private int searches;

    int searches() {
        return searches;
    }

    /** Adds a face, and the person where they are new. */
    void face(String person, String face, String model, float quality, float... numbers) {
        face(person, face, face, model, quality, numbers);
    }

    /** The same, of a picture that another face may be of too. */
    void face(String person, String face, String picture, String model, float[] numbers) {
        face(person, face, picture, model, .9f, numbers);
    }

    private void face(String person, String face, String picture, String model, float quality, float[] numbers) {
        put(person, NewPerson.named(person.toUpperCase(java.util.Locale.ROOT)));
        Embedding embedding = Embedding.normalised(numbers);
        faces.computeIfAbsent(person, p -> new ArrayList<>())
                .add(new FaceTemplate(face, person, model, embedding, "photo of " + picture, quality, null, NOW));
        engine.put(person, face, model, embedding);
    }

    @Override
    public Identified identify(Probes probes) {
        searches++;
        String model = Objects.requireNonNull(probes.model());
        Answer answer = engine.search(new Query(model, probes.embeddings(), probes.k(), NOW));
        return new Identified(
                answer.templates(),
                answer.hits().stream()
                        .map(hits -> new Identified.Result(hits.stream()
                                .map(hit -> new Candidate(
                                        hit.person(),
                                        Objects.requireNonNull(people.get(hit.person()))
                                                .name(),
                                        List.of(),
                                        false,
                                        hit.face(),
                                        hit.score()))
                                .toList()))
                        .toList());
    }

    @Override
    public Person put(String id, NewPerson person) {
        engine.admit(id, Admission.ALWAYS);
        return people.computeIfAbsent(id, i -> new Person(i, person.name(), "", List.of(), false, null, NOW, NOW, 1));
    }

    @Override
    public List<Person> people() {
        return List.copyOf(people.values());
    }

    @Override
    public List<FaceTemplate> faces(String person) {
        return faces.getOrDefault(person, List.of());
    }

    @Override
    public Optional<Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public List<Person> peopleNamed(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Person create(NewPerson person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaceTemplate enrol(String person, NewFace face) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeFace(String person, String face) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ErasureReceipt> erase(String person) {
        throw new UnsupportedOperationException();
    }
}
