package dev.vigil.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.ingest.CameraListener.Change;
import dev.vigil.ingest.CameraListener.Kind;
import dev.vigil.ingest.CameraListener.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraAuditTest {
    private final List<AuditEntry> told = new ArrayList<>();
    private final CameraAudit audit = new CameraAudit(told::add);

    @Test
    void aChangeIsAnEntryWithWhoAndWhichSettings() {
        audit.changed(new Change(
                Kind.CHANGED,
                "door",
                new Origin("kim", "operator", "10.0.0.9"),
                List.of("masks", "source"),
                "rtsp://***@10.0.0.7/a"));
        audit.changed(new Change(Kind.PAUSED, "door", Origin.FILE, List.of(), "rtsp://10.0.0.7/a"));
        assertThat(told)
                .containsExactly(
                        new AuditEntry(
                                "camera.change",
                                new Actor("kim", "operator", "10.0.0.9"),
                                "camera:door",
                                Map.of("settings", "masks,source", "source", "rtsp://***@10.0.0.7/a")),
                        new AuditEntry(
                                "camera.pause",
                                new Actor("configuration-file", "admin", ""),
                                "camera:door",
                                Map.of("source", "rtsp://10.0.0.7/a")));
    }

    @Test
    void aStartIsOneEntryWithAMarkOfAllSettings() {
        audit.started(3, "0123456789abcdef0123");
        assertThat(told.get(0).detail()).isEqualTo(Map.of("cameras", "3", "mark", "0123456789abcdef"));
    }
}
