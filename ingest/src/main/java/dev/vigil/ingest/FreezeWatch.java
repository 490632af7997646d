package dev.vigil.ingest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that a live camera shows exactly the same picture again and again. A sensor has noise, so that even an empty dark room
 * changes; a stuck encoder does not. For the thread of one camera, over its sessions.
 */
final class FreezeWatch {
    private final long after;
    private final LongSupplier nanos;
    private long fingerprint;
    private long since;
    private boolean seen;

    /** What a picture says. */
    enum Verdict {
        /** It differs from the one before. */
        MOVES,
        /** It is the same, and that may be. */
        SAME,
        /** It has been the same for too long; said once in each such time. */
        FROZEN
    }

    /** Pictures may be the same for {@code after}; zero for ever. */
    FreezeWatch(Duration after, LongSupplier nanos) {
        this.after = after.toNanos();
        this.nanos = nanos;
    }

    Verdict see(long picture) {
        long now = nanos.getAsLong();
        if (!seen || picture != fingerprint) {
            seen = true;
            fingerprint = picture;
            since = now;
            return Verdict.MOVES;
        }
        if (after == 0 || now - since < after) {
            return Verdict.SAME;
        }
        since = now;
        return Verdict.FROZEN;
    }
}
