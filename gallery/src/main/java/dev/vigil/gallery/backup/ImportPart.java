package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.backup.OtherReplicas.Part;
import dev.vigil.gallery.backup.OtherReplicas.Result;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Position;
import dev.vigil.gallery.log.Write;
import dev.vigil.gallery.log.Written;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Imports what another replica sends to this one, which writes it. Thread-safe. */
public final class ImportPart {
    private final GalleryLog log;
    private final Duration patience;

    /** Waits for {@code patience} until a part is written. */
    public ImportPart(GalleryLog log, Duration patience) {
        this.log = log;
        this.patience = patience;
    }

    /**
     * Imports a part.
     *
     * @param in lines without header and trailer
     * @return what became of each thing: 503 where this replica does not write it (any more), or not in time
     * @throws UserError where a line is damaged; nothing of the part is written then
     */
    public Part run(InputStream in, ImportPolicy policy, Actor actor) throws IOException, InterruptedException {
        List<CompletableFuture<Written<ImportOutcome>>> answers = new ArrayList<>();
        for (ImportItem item : items(in)) {
            answers.add(log.submit(new Write<>(item.id(), state -> item.plan(state, policy, actor))));
        }
        long end = System.nanoTime() + patience.toNanos();
        List<Result> results = new ArrayList<>(answers.size());
        Position position = Position.NONE;
        for (CompletableFuture<Written<ImportOutcome>> answer : answers) {
            try {
                Written<ImportOutcome> written = answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                position = position.and(written.position());
                results.add(Result.of(written.value()));
            } catch (TimeoutException e) {
                results.add(new Result(null, 503, "Kafka did not answer the replica that writes it in time."));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UserError why)) {
                    throw new IllegalStateException(e.getCause());
                }
                results.add(new Result(null, why.status(), why.sentence()));
            }
        }
        return new Part(results, position);
    }

    private static List<ImportItem> items(InputStream in) throws IOException {
        BackupReader reader = BackupReader.ofPart(in);
        ItemAssembler assembler = new ItemAssembler();
        List<ImportItem> items = new ArrayList<>();
        for (BackupLine line = reader.next(); line != null; line = reader.next()) {
            items.addAll(assembler.take(line, reader.line()));
        }
        assembler.finish().ifPresent(items::add);
        return items;
    }
}
