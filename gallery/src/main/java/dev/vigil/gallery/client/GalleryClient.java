package dev.vigil.gallery.client;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A gallery service, seen from a program. Thread-safe.
 *
 * <p>Every method throws {@link GalleryAwayException} where the service can't be reached or does not answer in time (try again
 * later), and {@link dev.vigil.runtime.error.UserError} where it refuses the request for good.
 */
public interface GalleryClient {
    /** Who resembles each of these. */
    Identified identify(Probes probes);

    /** The person with that id. */
    Optional<Person> person(String id);

    /** Those whose name is exactly {@code name}, oldest first. */
    List<Person> peopleNamed(String name);

    /** Everybody, by id. Read in pages behind the scenes. */
    List<Person> people();

    /** Creates a person under a new id. */
    Person create(NewPerson person);

    /** Creates or replaces the person with that id. */
    Person put(String id, NewPerson person);

    /** Enrols a face; enrolling the same source again returns the face that is there. */
    FaceTemplate enrol(String person, NewFace face);

    /**
     * Enrols a face, and says what is odd about it.
     *
     * @param accepted what the gallery's policy would refuse, and is enrolled all the same
     */
    default EnrolledFace enrol(String person, NewFace face, Set<EnrolmentWarning.Kind> accepted) {
        return EnrolledFace.of(enrol(person, face), List.of());
    }

    /** Says that a face is not that person. */
    default void addNegative(String person, NewNegative negative) {
        throw new UnsupportedOperationException("This gallery takes no negative examples.");
    }

    /** The faces of a person, oldest first, with their embeddings and crops. */
    List<FaceTemplate> faces(String person);

    /** The same with their embeddings, and without their crops, which the gallery has to read from Kafka. */
    default List<FaceTemplate> embeddings(String person) {
        return faces(person);
    }

    /** Removes one face. */
    void removeFace(String person, String face);

    /** Erases a person and every face of theirs. The receipt is empty where the answer of a first try was lost: they are erased. */
    Optional<ErasureReceipt> erase(String person);

    /** The same gallery, asked on behalf of somebody, whom its audit names. By itself it tells nobody. */
    default GalleryClient onBehalfOf(OnBehalfOf who) {
        return this;
    }
}
