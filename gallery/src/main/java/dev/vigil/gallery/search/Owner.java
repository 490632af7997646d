package dev.vigil.gallery.search;

import java.util.HashMap;
import java.util.Map;

/**
 * A person as the rows know them. The writer changes it; searches read only {@link #id} and {@link #until}.
 */
final class Owner {
    static final long NEVER = Long.MIN_VALUE;

    final String id;
    /** Where each face lies, by its id. Only the writer looks. */
    final Map<String, Slot> faces = new HashMap<>();

    private volatile long until = NEVER;
    private volatile Admission admission = Admission.ALWAYS;

    Owner(String id) {
        this.id = id;
    }

    /** One face's place. */
    record Slot(Space space, int row) {}

    /** Searchable until then, in epoch milliseconds. */
    long until() {
        return until;
    }

    void until(long epochMillis) {
        until = epochMillis;
    }

    void admission(Admission given) {
        admission = given;
    }

    boolean passes(Filter filter) {
        Admission now = admission;
        return (filter.ignored() || !now.ignored())
                && (filter.watchlists().isEmpty() || now.watchlists().stream().anyMatch(filter.watchlists()::contains));
    }
}
