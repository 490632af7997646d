package dev.vigil.gallery.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that was done, or refused. Ids only: never a name, never an embedding.
 *
 * @param action what, as {@code person.put}, {@code face.enrol}, {@code person.erase}, {@code search}, {@code export}
 * @param actor who
 * @param subject the key of what it was done to, as {@code person:ID}; empty where there is no one thing
 * @param detail more, as {@code outcome}, {@code status}, {@code count}; keys and values are short
 */
public record AuditEntry(String action, Actor actor, String subject, Map<String, String> detail) {
    /** Copies the detail, in the order of its keys. */
    public AuditEntry {
        detail = java.util.Collections.unmodifiableMap(new TreeMap<>(detail));
    }

    /** An entry without detail. */
    public static AuditEntry of(String action, Actor actor, String subject) {
        return new AuditEntry(action, actor, subject, Map.of());
    }
}
