package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.search.StoredFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The engine that the gallery uses: empty until it is known whether a snapshot holds, then the restored one or a new one. */
final class HeldEngine implements SearchEngine {
    private volatile ExactSearch engine = ExactSearch.inMemory();

    /** Uses that one from now on. */
    void use(ExactSearch found) {
        engine = found;
    }

    ExactSearch engine() {
        return engine;
    }

    @Override
    public void admit(String person, Admission admission) {
        engine.admit(person, admission);
    }

    @Override
    public void removePerson(String person) {
        engine.removePerson(person);
    }

    @Override
    public void put(String person, String face, String model, Embedding embedding, Base64Bytes details) {
        engine.put(person, face, model, embedding, details);
    }

    @Override
    public void removeFace(String person, String face) {
        engine.removeFace(person, face);
    }

    @Override
    public Optional<StoredFace> face(String person, String face) {
        return engine.face(person, face);
    }

    @Override
    public boolean has(String person, String face) {
        return engine.has(person, face);
    }

    @Override
    public List<StoredFace> faces(String person) {
        return engine.faces(person);
    }

    @Override
    public List<String> faceIds(String person) {
        return engine.faceIds(person);
    }

    @Override
    public List<String> models(String person) {
        return engine.models(person);
    }

    @Override
    public Answer search(Query query) {
        return engine.search(query);
    }

    @Override
    public Set<Integer> dimensions(String model) {
        return engine.dimensions(model);
    }
}
