package dev.vigil.recognizer.decide;

import java.util.Locale;

/** Why no alert was raised of somebody who is on a watchlist. */
enum Suppression {
    /** The person raised one not long ago. */
    COOLDOWN,
    /** The sighting is older than the last alert: it is read again, or came late over another camera of the group. */
    REPEATED,
    /** The watchlist raises none at that time. */
    SCHEDULE,
    /** The watchlist has expired. */
    EXPIRED,
    /** The score is below the watchlist's own threshold. */
    THRESHOLD;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
