package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Position;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings a backup into a gallery, many people at a time, each to the replica that writes them. It may be broken off at any line and
 * begun again: what is there is passed over. Its memory holds some thousand people. For one import, by one thread.
 */
public final class BackupImport {
    private final ImportFlow flow;
    private final Function<BackupLine.Header, Set<String>> erasedSince;
    private final ItemAssembler items = new ItemAssembler();
    private List<byte[]> raw = new ArrayList<>();
    private Set<String> erased = Set.of();
    private long skipped;

    /**
     * An import.
     *
     * @param others what other replicas write goes to them by this
     * @param erasedSince tells who has been erased since a backup was made
     */
    public BackupImport(
            GalleryLog log,
            ImportPolicy policy,
            Actor actor,
            OtherReplicas others,
            Function<BackupLine.Header, Set<String>> erasedSince) {
        this.flow = new ImportFlow(log, policy, actor, others);
        this.erasedSince = erasedSince;
    }

    /**
     * Reads and imports all of it.
     *
     * @throws UserError where a line is damaged, or something is not taken: the message says how much is in
     * @throws IOException if it can't be read
     * @throws InterruptedException if interrupted meanwhile
     */
    public Imported run(InputStream in) throws IOException, InterruptedException {
        BackupReader reader = new BackupReader(in);
        try {
            BackupLine line = reader.next();
            erased = erasedSince.apply(Objects.requireNonNull(reader.header()));
            while (line != null) {
                for (ImportItem item : items.take(line, reader.line())) {
                    add(item, line.person() == null ? List.of(reader.raw()) : raw);
                }
                keep(line, reader.raw());
                line = reader.next();
            }
            Optional<ImportItem> last = items.finish();
            if (last.isPresent()) {
                add(last.get(), raw);
            }
            flow.finish();
        } catch (UserError e) {
            flow.abandon();
            throw new UserError(
                    e.status(),
                    e.sentence() + " " + (flow.people() + skipped)
                            + " people of it are in; an import that is begun again passes over them.",
                    e);
        }
        return flow.total(reader.line(), skipped);
    }

    /** How far the log is with what was written. */
    public Position position() {
        return flow.position();
    }

    /** The lines of a person are sent on as they came, where another replica writes them. */
    private void keep(BackupLine line, byte[] bytes) {
        if (line.person() != null) {
            raw = new ArrayList<>();
        }
        if (line.settings() == null && line.watchlist() == null) {
            raw.add(bytes);
        }
    }

    private void add(ImportItem item, List<byte[]> lines) throws InterruptedException {
        if (item instanceof ImportedPerson person && erased.contains(person.id())) {
            skipped++;
        } else {
            flow.add(item, lines);
        }
    }
}
