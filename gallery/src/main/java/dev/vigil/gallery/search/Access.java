package dev.vigil.gallery.search;

import java.time.Instant;
import java.util.Set;

/**
 * An {@link Admission} as a scan asks for it. Shared by all people who have the same.
 *
 * @param until searchable before then, in epoch milliseconds
 */
record Access(long until, boolean ignored, Set<String> watchlists) {
    /** No search's now is before this. */
    static final long NEVER = Long.MIN_VALUE;
    /** Of a person who was never admitted, or is gone. */
    static final Access NONE = new Access(NEVER, false, Set.of());

    static Access of(Admission admission) {
        return new Access(epochMillis(admission.until()), admission.ignored(), admission.watchlists());
    }

    boolean passes(long now, Filter filter) {
        return until > now
                && (filter.ignored() || !ignored)
                && (filter.watchlists().isEmpty() || watchlists.stream().anyMatch(filter.watchlists()::contains));
    }

    /** Years beyond the range of milliseconds are no end. */
    private static long epochMillis(Instant until) {
        try {
            return until.toEpochMilli();
        } catch (ArithmeticException e) {
            return until.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : NEVER;
        }
    }
}
