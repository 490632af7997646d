package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.state.GalleryState;
import java.time.Duration;

/**
 * When the next snapshot is due: at once where there is none, after the interval, after a tenth of it where
 * much has changed, and soon after an erasure. Immutable.
 * Times are of {@link System#nanoTime()}, which no clock that is set moves.
 *
 * @param there whether there is a snapshot
 * @param changes of the state that it has
 * @param erasures of the state that it has
 * @param at when it was written
 * @param notBefore the next one
 */
record Due(boolean there, long changes, long erasures, long at, long notBefore) {
    /** There is none. */
    static Due atOnce() {
        long now = System.nanoTime();
        return new Due(false, 0, 0, now, now);
    }

    /** One was written, or restored, that has so much. */
    static Due after(long changes, long erasures) {
        long now = System.nanoTime();
        return new Due(true, changes, erasures, now, now);
    }

    /** How long ago it was written; where there is none, how long it has been missing. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - at);
    }

    /** It is gone. */
    Due gone() {
        return new Due(false, changes, erasures, at, notBefore);
    }

    /** Not before a pause. */
    Due pause(Duration pause) {
        return new Due(there, changes, erasures, at, System.nanoTime() + pause.toNanos());
    }

    /** Whether there is a snapshot that still has what was erased. */
    boolean lacksErasure(GalleryState state) {
        return there && state.erasures() != erasures;
    }

    /** Whether one is to be written now. */
    boolean isDue(GalleryState state, SnapshotConfig config) {
        long now = System.nanoTime();
        if (now - notBefore < 0) {
            return false;
        }
        if (!there) {
            return true;
        }
        long more = state.changes() - changes;
        long waited = now - at;
        boolean erased = lacksErasure(state) && waited >= config.afterErasure().toNanos() / 2;
        boolean many = more >= config.changes() && waited >= config.interval().toNanos() / 10;
        boolean late = more > 0 && waited >= config.interval().toNanos();
        return erased || many || late;
    }
}
