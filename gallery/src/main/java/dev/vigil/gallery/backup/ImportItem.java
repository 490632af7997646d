package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;

/** What is imported in one transaction: a person with all that is theirs, a watchlist, or the settings. */
sealed interface ImportItem permits ImportedPerson, ImportedThing {
    /** The id that says its partition. */
    String id();

    /** The line of the backup where it begins, from 1. */
    long line();

    /** What importing it comes to, given the state of its partition. Pure; importing the same again changes nothing. */
    Plan<ImportOutcome> plan(GalleryState state, ImportPolicy policy, Actor actor);
}
