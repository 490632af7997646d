package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What requests about watchlists come to. Pure. */
final class Watchlists {
    private Watchlists() {}

    /** The watchlist, or a 404. */
    static Watchlist find(GalleryState state, String id) {
        return state.watchlist(id).orElseThrow(() -> new UserError(404, "There is no watchlist '" + id + "'."));
    }

    /** Creates or replaces; writes nothing where all is so already. */
    static Plan<Saved<Watchlist>> put(
            GalleryState state, String id, NewWatchlist wanted, Precondition condition, Instant now) {
        Optional<Watchlist> current = state.watchlist(id);
        condition.check(current.map(w -> OptionalLong.of(w.version())).orElse(OptionalLong.empty()));
        if (current.isPresent() && NewWatchlist.of(current.get()).equals(wanted)) {
            return Plan.nothing(new Saved<>(current.get(), false));
        }
        Watchlist next = new Watchlist(
                id,
                wanted.name(),
                wanted.severity(),
                wanted.threshold(),
                wanted.cooldown(),
                wanted.schedule(),
                wanted.expiresAt(),
                wanted.actuateWithin(),
                current.map(Watchlist::createdAt).orElse(now),
                now,
                current.map(Watchlist::version).orElse(0L) + 1);
        return Plan.of(new Saved<>(next, current.isEmpty()), new Change(new GalleryKey.OfWatchlist(id), next));
    }

    /** Removes a watchlist that nobody is on. */
    static Plan<Watchlist> remove(GalleryState state, String id, Precondition condition) {
        Watchlist watchlist = find(state, id);
        condition.check(OptionalLong.of(watchlist.version()));
        long members = state.peopleOn(id);
        if (members > 0) {
            throw new UserError(
                    409, "The watchlist '" + id + "' has " + members + " people on it: take them off it first.");
        }
        return Plan.of(watchlist, new Change(new GalleryKey.OfWatchlist(id), null));
    }
}
