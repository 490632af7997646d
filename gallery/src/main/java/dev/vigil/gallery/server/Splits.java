package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Parted;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes faces from a person and makes another person of them. The new person's id is chosen so that both lie in one partition:
 * one transaction does it all, and nobody ever sees a face twice, or nowhere. Pure.
 */
final class Splits {
    private Splits() {}

    /** The first id that the request may use in the person's partition; of 12 partitions, about the twelfth. */
    static String neighbour(String person, Idempotency idempotency, int partitions) {
        int wanted = GalleryLog.partition(person, partitions);
        for (int n = 0; ; n++) {
            String id = idempotency.id(n);
            if (GalleryLog.partition(id, partitions) == wanted) {
                return id;
            }
        }
    }

    /**
     * Writes the faces anew under the new person, and tombstones where they were.
     *
     * @param faces as they are on the topic, crops included
     */
    static Plan<Saved<Parted>> split(
            GalleryState state,
            String person,
            String created,
            List<FaceTemplate> faces,
            NewPerson wanted,
            Precondition condition,
            Instant now) {
        Person from = People.find(state, person);
        Optional<Person> before = state.person(created);
        if (before.isPresent()) {
            return Plan.nothing(again(
                    state,
                    from,
                    before.get(),
                    faces.stream().map(FaceTemplate::id).toList()));
        }
        condition.check(OptionalLong.of(from.version()));
        People.checkWatchlists(state, wanted.watchlists());
        List<String> ids = faces.stream().map(FaceTemplate::id).toList();
        checkFaces(person, state.faceIds(person), ids);
        NewPerson inherited = wanted.consent() != null
                ? wanted
                : new NewPerson(wanted.name(), wanted.note(), wanted.watchlists(), wanted.ignored(), from.consent());
        Person to = People.next(created, Optional.empty(), inherited, now);
        Person left = People.next(person, Optional.of(from), People.wantedOf(from), now);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(new GalleryKey.OfPerson(created), to));
        changes.add(new Change(new GalleryKey.OfPerson(person), left));
        for (FaceTemplate face : faces) {
            changes.add(new Change(new GalleryKey.OfFace(created, face.id()), moved(face, created)));
            changes.add(new Change(new GalleryKey.OfFace(person, face.id()), null));
        }
        return new Plan<>(new Saved<>(new Parted(left, to, ids), true), changes);
    }

    /**
     * The same request once more: what it has done already.
     *
     * @throws UserError with 422 where it names other faces than those that the new person has
     */
    static Saved<Parted> again(GalleryState state, Person from, Person created, List<String> faces) {
        List<String> theirs = state.faceIds(created.id());
        if (created.version() == 1 && !Set.copyOf(theirs).equals(Set.copyOf(faces))) {
            throw new UserError(
                    422, "This " + Idempotency.HEADER + " has split off other faces: use a new key for a new person.");
        }
        return new Saved<>(new Parted(from, created, theirs), false);
    }

    private static void checkFaces(String person, List<String> held, List<String> faces) {
        for (String face : faces) {
            if (!held.contains(face)) {
                throw new UserError(
                        422, "The person '" + person + "' has no face '" + face + "': nothing was changed.");
            }
        }
        if (held.size() == faces.size()) {
            throw new UserError(
                    422, "Those are all faces of person '" + person + "': rename the person, with PATCH, instead.");
        }
    }

    private static FaceTemplate moved(FaceTemplate face, String to) {
        return new FaceTemplate(
                face.id(),
                to,
                face.model(),
                face.embedding(),
                face.source(),
                face.quality(),
                face.crop(),
                face.createdAt());
    }
}
