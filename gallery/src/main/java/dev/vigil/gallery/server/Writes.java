package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.log.Write;
import dev.vigil.gallery.log.Written;
import dev.vigil.gallery.state.GalleryState;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Through which every request changes something: the change is planned at the writer of its partition, and bears an audit entry
 * that says who asked. Thread-safe.
 */
final class Writes {
    private final GalleryLog log;
    private final Clock clock;

    Writes(GalleryLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** What a request comes to, given the state of its partition and the time. Pure: it may be run more than once. */
    @FunctionalInterface
    interface Planner<T> {
        Plan<T> plan(GalleryState state, Instant now);
    }

    /**
     * Plans, commits, and waits until it is applied.
     *
     * @param id of the person or watchlist, which says the partition
     * @param action as the audit names it, as {@code person.put}
     * @param subject what is changed
     */
    <T> T write(Context ctx, String id, String action, GalleryKey subject, Planner<T> planner) {
        return write(ctx, id, action, subject, Map.of(), planner);
    }

    /** The same, with more for the audit. */
    <T> T write(
            Context ctx, String id, String action, GalleryKey subject, Map<String, String> detail, Planner<T> planner) {
        AuditEntry entry = new AuditEntry(action, Actors.of(ctx), subject.text(), detail);
        Written<T> written = log.write(new Write<>(id, state -> {
            Plan<T> plan = planner.plan(state, now());
            return plan.changes().isEmpty() ? plan : plan.audited(entry);
        }));
        Positions.tell(ctx, written.position());
        return written.value();
    }

    /**
     * A new random id that can be written here.
     *
     * @throws dev.vigil.gallery.log.NotOwner where this replica writes nothing
     */
    String newId() {
        return log.newId();
    }

    /**
     * Makes sure that the person is written here, and so known here as exactly as anywhere.
     *
     * @throws dev.vigil.gallery.log.NotOwner where another replica writes them
     */
    void checkOwner(String person) {
        log.checkOwner(person);
    }

    /** The id of a new person who lies beside {@code person}. */
    String neighbour(String person, Idempotency idempotency) {
        return Splits.neighbour(person, idempotency, log.partitions());
    }

    /** The time as records bear it: whole milliseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
