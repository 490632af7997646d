package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What requests about people come to. Pure. */
final class People {
    private People() {}

    /** The person, or a 404. */
    static Person find(GalleryState state, String id) {
        return state.person(id).orElseThrow(() -> new UserError(404, "There is no person '" + id + "'."));
    }

    /** Creates or replaces; writes nothing where all is so already. */
    static Plan<Saved<Person>> put(
            GalleryState state, String id, NewPerson wanted, Precondition condition, Instant now) {
        Optional<Person> current = state.person(id);
        condition.check(current.map(p -> OptionalLong.of(p.version())).orElse(OptionalLong.empty()));
        for (String watchlist : wanted.watchlists()) {
            if (state.watchlist(watchlist).isEmpty()) {
                throw new UserError(
                        422,
                        "There is no watchlist '" + watchlist + "': create it first with PUT /v1/watchlists/"
                                + watchlist + ".");
            }
        }
        if (current.isPresent() && sameAs(current.get(), wanted)) {
            return Plan.nothing(new Saved<>(current.get(), false));
        }
        Person next = new Person(
                id,
                wanted.name(),
                wanted.note(),
                wanted.watchlists(),
                wanted.ignored(),
                wanted.consent(),
                current.map(Person::createdAt).orElse(now),
                now,
                current.map(Person::version).orElse(0L) + 1);
        return Plan.of(new Saved<>(next, current.isEmpty()), new Change(new GalleryKey.OfPerson(id), next));
    }

    /** Tombstones for the person, and every face and negative. */
    static Plan<Person> erase(GalleryState state, String id, Precondition condition) {
        Person person = find(state, id);
        condition.check(OptionalLong.of(person.version()));
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(new GalleryKey.OfPerson(id), null));
        for (String face : state.faceIds(id)) {
            changes.add(new Change(new GalleryKey.OfFace(id, face), null));
        }
        for (Negative negative : state.negatives(id)) {
            changes.add(new Change(new GalleryKey.OfNegative(id, negative.id()), null));
        }
        return new Plan<>(person, changes);
    }

    private static boolean sameAs(Person person, NewPerson wanted) {
        return new NewPerson(person.name(), person.note(), person.watchlists(), person.ignored(), person.consent())
                .equals(wanted);
    }
}
