package dev.vigil.gallery.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose access a search has looked at, and what it was: were one changed before the search ends, its answer might be that of no state
 * at all, and it must look again. Not thread-safe.
 */
final class Looks {
    /** Beyond so many any change counts: looking all of them up again would take longer than searching again. */
    private static final int MOST = 8192;

    private final Changes changes;
    private long changesBefore;
    private final List<Owner> owners = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private boolean tooMany;

    Looks(Changes changes) {
        this.changes = changes;
    }

    /** Counts how often the access of a person with faces has changed. */
    interface Changes {
        /** The count. */
        long count();
    }

    void begin() {
        owners.clear();
        accesses.clear();
        tooMany = false;
        changesBefore = changes.count();
    }

    boolean passes(Owner owner, long now, Filter filter) {
        Access access = owner.access();
        if (owners.size() == MOST) {
            tooMany = true;
        } else {
            owners.add(owner);
            accesses.add(access);
        }
        return access.passes(now, filter);
    }

    /** Whether nothing that was looked at has changed. */
    boolean stillHold() {
        if (changes.count() == changesBefore) {
            return true;
        }
        if (tooMany) {
            return false;
        }
        for (int i = 0; i < owners.size(); i++) {
            if (!owners.get(i).access().equals(accesses.get(i))) {
                return false;
            }
        }
        return true;
    }
}
