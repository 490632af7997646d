package dev.vigil.gallery.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        checkWatchlists(state, wanted.watchlists());
        if (current.isPresent() && wantedOf(current.get()).equals(wanted)) {
            return Plan.nothing(new Saved<>(current.get(), false));
        }
        Person next = next(id, current, wanted, now);
        return Plan.of(new Saved<>(next, current.isEmpty()), new Change(new GalleryKey.OfPerson(id), next));
    }

    /** Creates a person under an id that is the request's own; where it is there, the request comes once more. */
    static Plan<Saved<Person>> create(GalleryState state, String id, NewPerson wanted, Instant now) {
        Optional<Person> current = state.person(id);
        if (current.isEmpty()) {
            return put(state, id, wanted, Precondition.NONE, now);
        }
        if (current.get().version() == 1 && !wantedOf(current.get()).equals(wanted)) {
            throw new UserError(
                    422,
                    "This " + Idempotency.HEADER + " has created '" + id
                            + "' with another body: use a new key for a new person.");
        }
        return Plan.nothing(new Saved<>(current.get(), false));
    }

    /** Changes some fields; the rest stays as it is. */
    static Plan<Saved<Person>> patch(
            GalleryState state, String id, ObjectNode patch, Precondition condition, Instant now) {
        Requests.PersonBody body = Bodies.patched(wantedOf(find(state, id)), patch, Requests.PersonBody.class);
        return put(state, id, body.checked(), condition, now);
    }

    /** Puts a person on a watchlist, or takes them off it. */
    static Plan<Person> list(GalleryState state, String id, String watchlist, boolean on, Instant now) {
        if (on) {
            Watchlists.find(state, watchlist);
        }
        Person person = find(state, id);
        List<String> watchlists = new ArrayList<>(person.watchlists());
        if (watchlists.contains(watchlist) == on) {
            return Plan.nothing(person);
        }
        if (on) {
            watchlists.add(watchlist);
        } else {
            watchlists.remove(watchlist);
        }
        NewPerson wanted = new NewPerson(
                person.name(), person.note(), Checks.watchlists(watchlists), person.ignored(), person.consent());
        Person next = next(id, Optional.of(person), wanted, now);
        return Plan.of(next, new Change(new GalleryKey.OfPerson(id), next));
    }

    /** Tombstones for the person and everything of theirs. */
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

    /** The next state of a person: created, or replaced. */
    static Person next(String id, Optional<Person> current, NewPerson wanted, Instant now) {
        return new Person(
                id,
                wanted.name(),
                wanted.note(),
                wanted.watchlists(),
                wanted.ignored(),
                wanted.consent(),
                current.map(Person::createdAt).orElse(now),
                now,
                current.map(Person::version).orElse(0L) + 1);
    }

    /** What makes this person. */
    static NewPerson wantedOf(Person person) {
        return new NewPerson(person.name(), person.note(), person.watchlists(), person.ignored(), person.consent());
    }

    static void checkWatchlists(GalleryState state, List<String> watchlists) {
        for (String watchlist : watchlists) {
            if (state.watchlist(watchlist).isEmpty()) {
                throw new UserError(
                        422,
                        "There is no watchlist '" + watchlist + "': create it first with PUT /v1/watchlists/"
                                + watchlist + ".");
            }
        }
    }
}
