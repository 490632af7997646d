package dev.vigil.standalone.service;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditConfig;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.audit.AuditSettings;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.ingest.CameraListener;
import dev.vigil.runtime.kafka.KafkaConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Tells the audit of every change of the cameras: who, what, and which settings; never a password. Entries wait in memory while Kafka is
 * away, and are lost with a process that is killed meanwhile. Thread-safe.
 */
public final class CameraAudit implements CameraListener {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Actor INGEST = new Actor("ingest", "service", "");

    private final Auditor auditor;

    /** Tells {@code auditor}. */
    public CameraAudit(Auditor auditor) {
        this.auditor = auditor;
    }

    /**
     * Starts a chain of this process's own in the audit topic, for an ingest that runs by itself. The caller closes it.
     *
     * @throws dev.vigil.runtime.error.UserError if the signing key can't be read
     */
    static AuditLog start(KafkaConfig kafka, AuditConfig config, MeterRegistry meters) {
        String instance = "ingest-" + UUID.randomUUID();
        return AuditLog.start(new AuditSettings(kafka, config, instance, STEP), Clock.systemUTC(), meters);
    }

    @Override
    public void started(int cameras, String mark) {
        auditor.tell(new AuditEntry(
                "cameras.start",
                INGEST,
                "",
                Map.of("cameras", Integer.toString(cameras), "mark", mark.substring(0, 16))));
    }

    @Override
    public void changed(Change change) {
        Map<String, String> detail = new TreeMap<>(Map.of("source", change.source()));
        if (!change.settings().isEmpty()) {
            detail.put("settings", String.join(",", change.settings()));
        }
        auditor.tell(new AuditEntry(
                "camera." + verb(change.kind()),
                new Actor(change.by().id(), change.by().role(), change.by().from()),
                "camera:" + change.camera(),
                detail));
    }

    private static String verb(Kind kind) {
        return switch (kind) {
            case ADDED -> "add";
            case CHANGED -> "change";
            case REMOVED -> "remove";
            case PAUSED -> "pause";
            case RESUMED -> "resume";
        };
    }
}
