package dev.vigil.gallery.log;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps people as they are while they are merged. Called by the partition's writer, which knows their marks exactly. */
final class Guard {
    private Guard() {}

    /**
     * Looks at a plan before it is carried out.
     *
     * @throws UserError with 503 where it changes somebody who is being absorbed, or erases somebody who absorbs; a merge's own steps
     *     are let through
     */
    static void check(GalleryState state, Plan<?> plan) {
        if (state.isNobodyMerging()) {
            return;
        }
        Set<GalleryKey> keys = plan.changes().stream().map(Change::key).collect(Collectors.toSet());
        for (Change change : plan.changes()) {
            Optional<String> person = Batch.person(change.key());
            if (person.isPresent() && !keys.contains(new GalleryKey.OfMerging(person.get()))) {
                check(state, change, person.get());
            }
        }
    }

    private static void check(GalleryState state, Change change, String person) {
        boolean absorbed = state.merging(person).isPresent()
                || (state.person(person).isEmpty()
                        && state.merges().stream()
                                .anyMatch(merge -> merge.absorbed().equals(person)));
        boolean erased = change.key() instanceof GalleryKey.OfPerson
                && change.value() == null
                && state.merges().stream().anyMatch(merge -> merge.survivor().equals(person));
        if (absorbed || erased) {
            throw new UserError(
                    503,
                    "The person '" + person + "' is being merged with another: nothing was written; "
                            + "try again in a moment.");
        }
    }
}
