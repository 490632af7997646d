package dev.vigil.recognizer.see;

import java.util.Locale;

/** Why a frame is not looked at. */
enum SkipReason {
    /** Live, and older than is of use. */
    STALE,
    /** Nothing has moved since one that was looked at. */
    QUIET,
    /** Its sequence is not above the last one's of its session. */
    DUPLICATE,
    /** Of a session that is over. */
    SESSION_OVER;

    /** Whether its sequence had not been reached before. */
    boolean reached() {
        return this == STALE || this == QUIET;
    }

    /** As metrics and accounts write it, as {@code session-over}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
