package dev.vigil.gallery.audit;

/**
 * Is told what changes nothing and is audited all the same: searches, reads of what is biometric, exports, refusals. (A change is
 * audited in its own transaction: {@link dev.vigil.gallery.log.Plan#audited}.) Never waits for Kafka. Thread-safe.
 */
@FunctionalInterface
public interface Auditor {
    /** Writes the entry, or counts it into a total where the policy says so. */
    void tell(AuditEntry entry);
}
