package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request comes to, given the state of its partition.
 *
 * @param result what to answer once the changes are committed and applied
 * @param changes all of one partition, written in one transaction; none where everything is so already
 * @param audit what the audit is told in the same transaction; nothing where nothing changes
 */
public record Plan<T>(T result, List<Change> changes, List<AuditEntry> audit) {
    /** Copies the lists. */
    public Plan {
        changes = List.copyOf(changes);
        audit = List.copyOf(audit);
    }

    /** Several things change. */
    public Plan(T result, List<Change> changes) {
        this(result, changes, List.of());
    }

    /** Nothing needs to change. */
    public static <T> Plan<T> nothing(T result) {
        return new Plan<>(result, List.of());
    }

    /** One thing changes. */
    public static <T> Plan<T> of(T result, Change change) {
        return new Plan<>(result, List.of(change));
    }

    /** This, of which the audit is told {@code entry} too. */
    public Plan<T> audited(AuditEntry entry) {
        List<AuditEntry> entries = new ArrayList<>(audit);
        entries.add(entry);
        return new Plan<>(result, changes, entries);
    }
}
