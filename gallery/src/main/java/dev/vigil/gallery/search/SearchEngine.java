package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.Set;

/**
 * Exact search over the faces of people. One thread changes it; any number search, and never wait. A change is seen by every
 * search that begins after it; a search sees one state from its beginning to its end.
 *
 * <p>Embeddings meet only those of the same model and dimension.
 */
public interface SearchEngine {
    /**
     * Makes the person searchable until {@code until} ({@link Instant#MAX} for no end), from now on. The faces of a person who
     * was never admitted are held, and not searched.
     */
    void admit(String person, Instant until);

    /** Forgets the person and every face of theirs. */
    void removePerson(String person);

    /** Adds a face, or replaces the one of that id. */
    void put(String person, String face, String model, Embedding embedding);

    /** Forgets a face; does nothing where there is none. */
    void removeFace(String person, String face);

    /** The people who resemble each probe most. */
    Answer search(Query query);

    /** The dimensions of the faces of {@code model}: empty where there is none. */
    Set<Integer> dimensions(String model);
}
