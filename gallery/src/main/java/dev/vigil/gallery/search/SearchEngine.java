package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Exact search over the faces of people. One thread changes it; any number search and look, and never wait. A change is seen by
 * every search that begins after it; a search sees one state from its beginning to its end.
 *
 * <p>Embeddings meet only those of the same model and dimension.
 */
public interface SearchEngine {
    /** The most bytes that may be kept with a face. */
    int MOST_DETAIL_BYTES = 64;

    /**
     * Says in which searches the person takes part, from now on. The faces of a person who was never admitted are held, and not
     * searched.
     */
    void admit(String person, Admission admission);

    /** Forgets the person and every face of theirs. */
    void removePerson(String person);

    /**
     * Adds a face, or replaces the one of that id.
     *
     * @param details bytes of the caller's that lie beside the exact embedding, at most {@value #MOST_DETAIL_BYTES}
     */
    void put(String person, String face, String model, Embedding embedding, Base64Bytes details);

    /** Adds or replaces a face without details. */
    default void put(String person, String face, String model, Embedding embedding) {
        put(person, face, model, embedding, Base64Bytes.of(new byte[0]));
    }

    /** Forgets a face; does nothing where there is none. */
    void removeFace(String person, String face);

    /** One face. */
    Optional<StoredFace> face(String person, String face);

    /** Whether there is such a face: {@link #face} without opening its exact row. */
    default boolean has(String person, String face) {
        return face(person, face).isPresent();
    }

    /** All faces of a person, of every model, in no order. */
    List<StoredFace> faces(String person);

    /** The ids of all faces of a person, in no order: {@link #faces} without opening an exact row. */
    default List<String> faceIds(String person) {
        return faces(person).stream().map(StoredFace::face).toList();
    }

    /** The model of each face of a person, in no order: as {@link #faces}, and may be had without opening them. */
    default List<String> models(String person) {
        return faces(person).stream().map(StoredFace::model).toList();
    }

    /** The people who resemble each probe most. */
    Answer search(Query query);

    /** What an explanation calls it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The dimensions of the faces of {@code model}: empty where there is none. */
    Set<Integer> dimensions(String model);
}
