package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.audit.AuditRecord;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Subjects;
import dev.vigil.gallery.backup.BackupImport;
import dev.vigil.gallery.backup.BackupLine;
import dev.vigil.gallery.backup.BackupWriter;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.Imported;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.rights.PersonExport;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * {@code /v1/people/{id}/export}: all that is held of a person; {@code /v1/export} and {@code /v1/import}: the whole gallery as lines
 * of JSON, streamed. One of these at a time.
 */
final class ExportRoutes implements Routes {
    private static final int MOST_ENTRIES = 10_000;
    private static final int BUFFER = 64 * 1024;

    private final GalleryLog log;
    private final GalleryState state;
    private final Crops crops;
    private final AuditTopic topic;
    private final AuditLog audit;
    private final Supplier<Map<String, Integer>> models;
    private final ImportParts imports;
    private final Clock clock;
    private final Semaphore one = new Semaphore(1);

    /** {@code models} says how many numbers an embedding of each model has. */
    ExportRoutes(
            GalleryLog log,
            GalleryState state,
            Crops crops,
            AuditTopic topic,
            AuditLog audit,
            Supplier<Map<String, Integer>> models,
            ImportParts imports,
            Clock clock) {
        this.log = log;
        this.state = state;
        this.crops = crops;
        this.topic = topic;
        this.audit = audit;
        this.models = models;
        this.imports = imports;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/people/{id}/export",
                        Role.ADMIN,
                        Operation.of("Hands out everything that is held of one person.")
                                .answers(200, PersonExport.class, "Everything."),
                        this::person)
                .get(
                        "/v1/export",
                        Role.ADMIN,
                        Operation.of("Hands out the whole gallery.")
                                .answers(200, "application/x-ndjson", "One line for each thing."),
                        ctx -> alone(() -> export(ctx)))
                .post(
                        "/v1/import",
                        Role.ADMIN,
                        Operation.of("Takes in what an export has handed out.")
                                .query("conflict", String.class, "What becomes of people who are there already.")
                                .body("application/x-ndjson", null)
                                .answers(200, Imported.class, "How much was taken in."),
                        ctx -> {
                            if (Forwarding.isForwarded(ctx)) {
                                imports.part(ctx);
                            } else {
                                alone(() -> load(ctx));
                            }
                        });
    }

    private void person(Context ctx) {
        String id = PeopleRoutes.id(ctx);
        Person person = People.find(state, id);
        audit.tell(AuditEntry.of("person.export", Actors.of(ctx), new GalleryKey.OfPerson(id).text()));
        AuditRoutes.flush(audit);
        List<AuditRecord> entries;
        try {
            entries = topic.newest(null, entry -> Subjects.concerns(entry, id), MOST_ENTRIES + 1);
        } catch (KafkaException e) {
            throw new UserError(
                    503, "Kafka does not show the audit now, which is a part of it: try again when it answers.", e);
        }
        boolean complete = entries.size() <= MOST_ENTRIES;
        ctx.json(new PersonExport(
                now(),
                person,
                crops.whole(state.faces(id)),
                state.negatives(id),
                person.watchlists().stream()
                        .flatMap(watchlist -> state.watchlist(watchlist).stream())
                        .toList(),
                complete ? entries : entries.subList(0, MOST_ENTRIES),
                complete));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void alone(Work work) throws IOException {
        if (!one.tryAcquire()) {
            throw new UserError(409, "Another export or import is under way: wait for its end.");
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping: begin again when it is back.", e);
        } finally {
            one.release();
        }
    }

    private void export(Context ctx) throws IOException {
        audit.tell(
                new AuditEntry("export", Actors.of(ctx), "", Map.of("people", Integer.toString(state.peopleCount()))));
        ctx.contentType("application/x-ndjson");
        try (OutputStream out = new BufferedOutputStream(ctx.outputStream(), BUFFER)) {
            new BackupWriter(state, crops, out).write(now(), models.get());
        }
    }

    private void load(Context ctx) throws IOException, InterruptedException {
        ImportPolicy policy = ImportParts.policy(ctx);
        BackupImport load = new BackupImport(
                log, policy, Actors.of(ctx), (owner, lines) -> imports.send(ctx, owner, lines), this::erasedSince);
        audit.tell(new AuditEntry("import", Actors.of(ctx), "", Map.of("conflict", policy.label())));
        try (BufferedInputStream in = new BufferedInputStream(ctx.bodyInputStream(), BUFFER)) {
            Imported done = load.run(in);
            audit.tell(new AuditEntry(
                    "import.done",
                    Actors.of(ctx),
                    "",
                    Map.of(
                            "imported", Long.toString(done.imported()),
                            "same", Long.toString(done.same()),
                            "kept", Long.toString(done.kept()),
                            "erased", Long.toString(done.erased()))));
            if (!load.position().isNone()) {
                Positions.tell(ctx, load.position());
            }
            ctx.json(done);
        }
    }

    /** Who has been erased since the backup was made: they don't come back. */
    private Set<String> erasedSince(BackupLine.Header header) {
        checkModels(header);
        Set<String> erased = new HashSet<>();
        String prefix = new GalleryKey.OfPerson("").text();
        try {
            topic.each(
                    header.created(),
                    entry -> entry.action().equals("person.erase")
                            && !entry.time().isBefore(header.created()),
                    entry -> erased.add(entry.subject().substring(prefix.length())));
        } catch (KafkaException e) {
            throw new UserError(
                    503, "Kafka does not show the audit now, which says who was erased since the backup.", e);
        }
        return erased;
    }

    private void checkModels(BackupLine.Header header) {
        models.get().forEach((model, dimension) -> {
            Integer theirs = header.models().get(model);
            if (theirs != null && !theirs.equals(dimension)) {
                throw new UserError(
                        422,
                        "Embeddings of the model " + model + " have " + dimension + " numbers here, and " + theirs
                                + " in the backup: nothing was imported.");
            }
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
