package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a backup has that is nobody's: a watchlist, or the settings.
 *
 * @param line of the backup
 * @param id that says its partition
 * @param key of its record
 * @param value as the backup has it
 * @param action as the audit names it
 * @param held what the state has of it
 * @param version of either
 */
record ImportedThing<T>(
        long line,
        String id,
        GalleryKey key,
        T value,
        String action,
        Function<GalleryState, Optional<T>> held,
        ToLongFunction<T> version)
        implements ImportItem {
    /** The id under which the settings' partition is found. */
    private static final String SETTINGS = "gallery";

    static ImportedThing<Watchlist> of(long line, Watchlist watchlist) {
        return new ImportedThing<>(
                line,
                watchlist.id(),
                new GalleryKey.OfWatchlist(watchlist.id()),
                watchlist,
                "watchlist.import",
                state -> state.watchlist(watchlist.id()),
                Watchlist::version);
    }

    static ImportedThing<GallerySettings> of(long line, GallerySettings settings) {
        return new ImportedThing<>(
                line,
                SETTINGS,
                new GalleryKey.OfSetting(SETTINGS),
                settings,
                "settings.import",
                GalleryState::settings,
                GallerySettings::version);
    }

    boolean isWatchlist() {
        return key instanceof GalleryKey.OfWatchlist;
    }

    @Override
    public Plan<ImportOutcome> plan(GalleryState state, ImportPolicy policy, Actor actor) {
        Optional<T> there = held.apply(state);
        if (there.filter(value::equals).isPresent()) {
            return Plan.nothing(ImportOutcome.SAME);
        }
        boolean stays = there.isPresent()
                && (policy == ImportPolicy.KEEP
                        || (policy == ImportPolicy.NEWER
                                && version.applyAsLong(there.get()) >= version.applyAsLong(value)));
        return stays
                ? Plan.nothing(ImportOutcome.KEPT)
                : new Plan<>(
                        ImportOutcome.IMPORTED,
                        List.of(new Change(key, value)),
                        List.of(new AuditEntry(action, actor, key.text(), Map.of())));
    }
}
