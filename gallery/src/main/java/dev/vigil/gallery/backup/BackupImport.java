package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.log.Write;
import dev.vigil.gallery.log.Written;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backup into a gallery, many people at a time. It may be broken off at any line and begun again: what is there is passed
 * over. Its memory holds some hundred people. For one import, by one thread.
 */
public final class BackupImport {
    private static final int PEOPLE_AT_ONCE = 2_000;
    private static final int FACES_AT_ONCE = 4_000;
    private static final int MOST_FACES = 10_000;

    private final GalleryLog log;
    private final ImportPolicy policy;
    private final Actor actor;
    private final Function<BackupLine.Header, Set<String>> erasedSince;
    private final List<ImportedPerson> waiting = new ArrayList<>();
    private int waitingFaces;
    private Set<String> erased = Set.of();
    private @Nullable Person person;
    private long personLine;
    private List<FaceTemplate> faces = new ArrayList<>();
    private List<Negative> negatives = new ArrayList<>();
    private long imported;
    private long same;
    private long kept;
    private long skipped;
    private long watchlists;

    /**
     * An import.
     *
     * @param erasedSince tells who has been erased since a backup was made
     */
    public BackupImport(
            GalleryLog log, ImportPolicy policy, Actor actor, Function<BackupLine.Header, Set<String>> erasedSince) {
        this.log = log;
        this.policy = policy;
        this.actor = actor;
        this.erasedSince = erasedSince;
    }

    /**
     * Reads and imports all of it.
     *
     * @throws UserError where a line is damaged, or Kafka does not take something: what lies before is in, and the message says so
     * @throws IOException if it can't be read
     * @throws InterruptedException if interrupted meanwhile
     */
    public Imported run(InputStream in) throws IOException, InterruptedException {
        BackupReader reader = new BackupReader(in);
        try {
            BackupLine line = reader.next();
            erased = erasedSince.apply(java.util.Objects.requireNonNull(reader.header()));
            while (line != null) {
                take(line, reader.line());
                line = reader.next();
            }
        } catch (UserError e) {
            write();
            throw new UserError(
                    e.status(),
                    e.sentence() + " " + (imported + same + kept + skipped)
                            + " people before it are in; an import that is begun again passes over them.",
                    e);
        }
        finishPerson();
        write();
        return new Imported(reader.line(), imported, same, kept, skipped, watchlists);
    }

    private void take(BackupLine line, long number) throws InterruptedException {
        if (line.settings() != null) {
            put(line.settings());
        } else if (line.watchlist() != null) {
            put(line.watchlist());
        } else if (line.person() != null) {
            finishPerson();
            person = line.person();
            personLine = number;
        } else if (line.face() != null) {
            faces.add(line.face());
            if (faces.size() > MOST_FACES) {
                throw new UserError(
                        422,
                        "Line " + number + " of the backup is one face too many: a person has at most " + MOST_FACES
                                + ".");
            }
        } else if (line.negative() != null) {
            negatives.add(line.negative());
        }
        if (waiting.size() >= PEOPLE_AT_ONCE || waitingFaces >= FACES_AT_ONCE) {
            write();
        }
    }

    private void finishPerson() {
        if (person != null) {
            if (erased.contains(person.id())) {
                skipped++;
            } else {
                waiting.add(new ImportedPerson(personLine, person, faces, negatives));
                waitingFaces += faces.size();
            }
        }
        person = null;
        faces = new ArrayList<>();
        negatives = new ArrayList<>();
    }

    private void write() throws InterruptedException {
        List<ImportedPerson> now = List.copyOf(waiting);
        waiting.clear();
        waitingFaces = 0;
        List<Write<ImportedPerson.Outcome>> writes = now.stream()
                .map(one -> new Write<>(one.person().id(), state -> one.plan(state, policy, actor)))
                .toList();
        List<CompletableFuture<Written<ImportedPerson.Outcome>>> done = log.writeAll(writes);
        UserError failed = null;
        for (int i = 0; i < done.size(); i++) {
            try {
                switch (done.get(i).join().value()) {
                    case IMPORTED -> imported++;
                    case SAME -> same++;
                    case KEPT -> kept++;
                }
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof UserError refusal)) {
                    throw e;
                }
                failed = failed == null
                        ? new UserError(
                                refusal.status(),
                                "The person of line " + now.get(i).line() + " was not imported: " + refusal.sentence(),
                                refusal)
                        : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void put(Watchlist watchlist) {
        GalleryKey key = new GalleryKey.OfWatchlist(watchlist.id());
        boolean put = log.write(watchlist.id(), state -> {
            Optional<Watchlist> held = state.watchlist(watchlist.id());
            return comes(
                            held.isPresent(),
                            held.filter(watchlist::equals).isPresent(),
                            held.map(Watchlist::version).orElse(0L),
                            watchlist.version())
                    ? plan(key, watchlist, "watchlist.import")
                    : Plan.nothing(false);
        });
        watchlists += put ? 1 : 0;
    }

    private void put(GallerySettings settings) {
        GalleryKey key = new GalleryKey.OfSetting("gallery");
        log.write("gallery", state -> {
            Optional<GallerySettings> held = state.settings();
            return comes(
                            held.isPresent(),
                            held.filter(settings::equals).isPresent(),
                            held.map(GallerySettings::version).orElse(0L),
                            settings.version())
                    ? plan(key, settings, "settings.import")
                    : Plan.nothing(false);
        });
    }

    private boolean comes(boolean held, boolean equal, long heldVersion, long version) {
        return !held
                || (!equal && policy != ImportPolicy.KEEP && (policy == ImportPolicy.REPLACE || version > heldVersion));
    }

    private Plan<Boolean> plan(GalleryKey key, Object value, String action) {
        return new Plan<>(
                true, List.of(new Change(key, value)), List.of(new AuditEntry(action, actor, key.text(), Map.of())));
    }
}
