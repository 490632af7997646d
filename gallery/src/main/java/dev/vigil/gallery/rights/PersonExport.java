package dev.vigil.gallery.rights;

import dev.vigil.gallery.audit.AuditRecord;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import java.time.Instant;
import java.util.List;

/**
 * All that the gallery holds of a person.
 *
 * @param exportedAt when
 * @param person as they are
 * @param faces with their embeddings, and crops where kept
 * @param negatives faces of which somebody has said that they are not the person's
 * @param watchlists those that the person is on
 * @param audit what was done to the person, newest first
 * @param auditComplete false where there is more than is shown here: {@code GET /v1/audit?person=ID} pages through all
 */
public record PersonExport(
        Instant exportedAt,
        Person person,
        List<FaceTemplate> faces,
        List<Negative> negatives,
        List<Watchlist> watchlists,
        List<AuditRecord> audit,
        boolean auditComplete) {
    /** Copies the lists. */
    public PersonExport {
        faces = List.copyOf(faces);
        negatives = List.copyOf(negatives);
        watchlists = List.copyOf(watchlists);
        audit = List.copyOf(audit);
    }
}
