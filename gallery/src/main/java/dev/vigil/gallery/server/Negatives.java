package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewNegative;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What requests about negative examples come to. Pure. */
final class Negatives {
    /** Of one person: each is compared with every probe whose candidate they are. */
    static final int MOST = 100;

    private Negatives() {}

    /** Adds one, or returns the one that is there. */
    static Plan<Saved<Negative>> add(GalleryState state, String person, NewNegative negative, Instant now) {
        People.find(state, person);
        String id = Faces.id(negative.model(), negative.source());
        List<Negative> held = state.negatives(person);
        Optional<Negative> present =
                held.stream().filter(each -> each.id().equals(id)).findFirst();
        if (present.isPresent()) {
            return Plan.nothing(new Saved<>(present.get(), false));
        }
        if (held.size() >= MOST) {
            throw new UserError(422, "A person has at most " + MOST + " negative examples: remove one first.");
        }
        Negative next = new Negative(id, person, negative.model(), negative.embedding(), negative.source(), now);
        return Plan.of(new Saved<>(next, true), new Change(new GalleryKey.OfNegative(person, id), next));
    }

    /** Removes one. */
    static Plan<String> remove(GalleryState state, String person, String negative) {
        People.find(state, person);
        if (state.negatives(person).stream().noneMatch(each -> each.id().equals(negative))) {
            throw new UserError(404, "The person '" + person + "' has no negative example '" + negative + "'.");
        }
        return Plan.of(negative, new Change(new GalleryKey.OfNegative(person, negative), null));
    }
}
