package dev.vigil.gallery.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Some entries, newest first.
 *
 * @param entries of this page
 * @param before where the next page begins, by partition: it has what lies before those offsets; empty where nothing is left
 */
public record AuditPage(List<AuditRecord> entries, Map<Integer, Long> before) {
    /** Copies both. */
    public AuditPage {
        entries = List.copyOf(entries);
        before = java.util.Collections.unmodifiableMap(new TreeMap<>(before));
    }
}
