package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.audit.AuditPage;
import dev.vigil.gallery.audit.AuditRecord;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Subjects;
import dev.vigil.gallery.log.Position;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/audit}: who did what, newest first, read from the audit topic. */
final class AuditRoutes implements Routes {
    private static final Logger log = LoggerFactory.getLogger(AuditRoutes.class);
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_LIMIT = 1_000;
    private static final long FLUSH_MS = 1_000;

    private final AuditTopic topic;
    private final AuditLog audit;

    AuditRoutes(AuditTopic topic, AuditLog audit) {
        this.topic = topic;
        this.audit = audit;
    }

    /**
     * A page of entries, newest first.
     *
     * @param entries of this page; where few pass the filters it may be none, and yet not the last page
     * @param next what to send as {@code before} for the next page; null on the last
     */
    record Page(List<AuditRecord> entries, @Nullable String next) {}

    @Override
    public void addTo(RoutesConfig routes) {
        Operation list = Operation.of("Shows who did what, newest first: in the order in which Kafka took the entries.")
                .query("subject", String.class, "Only what was done to that key, as person:ID.")
                .query("person", String.class, "Only what concerns the person of that id.")
                .query("actor", String.class, "Only what the key or token of that id did.")
                .query("action", String.class, "Only that action, as person.erase.")
                .query("from", Instant.class, "From that time on.")
                .query("to", Instant.class, "Before that time.")
                .query("limit", Integer.class, "Entries on a page, 1 to 1000; 100 where it is left out.")
                .query("before", String.class, "The 'next' of the page before.")
                .answers(200, Page.class, "A page.");
        new DescribedRoutes(routes).get("/v1/audit", Role.ADMIN, list, this::list);
    }

    private void list(Context ctx) {
        Parameters given = Parameters.of(ctx, "subject", "person", "actor", "action", "from", "to", "limit", "before");
        int limit = given.number("limit", DEFAULT_LIMIT, 1, MOST_LIMIT);
        Instant from = time(given, "from");
        Predicate<AuditRecord> wanted = filter(given, from);
        flush(audit);
        try {
            AuditPage page = topic.page(from, time(given, "to"), before(given.text("before")), wanted, limit);
            audit.tell(new AuditEntry("audit.read", Actors.of(ctx), "", shown(given)));
            ctx.json(new Page(page.entries(), page.before().isEmpty() ? null : cursor(page.before())));
        } catch (IllegalArgumentException e) {
            throw wrongCursor(e);
        } catch (KafkaException e) {
            throw new UserError(503, "Kafka does not show the audit now: try again when it answers.", e);
        }
    }

    private static Predicate<AuditRecord> filter(Parameters given, @Nullable Instant from) {
        String subject = given.text("subject");
        String person = given.text("person");
        String actor = given.text("actor");
        String action = given.text("action");
        Instant to = time(given, "to");
        return entry -> (subject == null || entry.subject().equals(subject))
                && (person == null || Subjects.concerns(entry, person))
                && (actor == null || entry.actor().id().equals(actor))
                && (action == null || entry.action().equals(action))
                && (from == null || !entry.time().isBefore(from))
                && (to == null || entry.time().isBefore(to));
    }

    private static Map<String, String> shown(Parameters given) {
        Map<String, String> shown = new java.util.TreeMap<>();
        for (String name : List.of("subject", "person", "actor", "action", "from", "to")) {
            String value = given.text(name);
            if (value != null) {
                shown.put(name, value.length() > 200 ? value.substring(0, 200) : value);
            }
        }
        return shown;
    }

    private static @Nullable Instant time(Parameters given, String name) {
        String text = given.text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UserError(400, "The parameter '" + name + "' is a time: write it as 2026-11-24T06:00:00Z.", e);
        }
    }

    private static String cursor(Map<Integer, Long> before) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new Position(before).text().getBytes(UTF_8));
    }

    private static Map<Integer, Long> before(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        try {
            return Position.parse(new String(Base64.getUrlDecoder().decode(text), UTF_8))
                    .offsets();
        } catch (IllegalArgumentException | UserError e) {
            throw wrongCursor(e);
        }
    }

    private static UserError wrongCursor(RuntimeException why) {
        return new UserError(400, "The parameter 'before' is what a page bore as 'next': send it unchanged.", why);
    }

    /** Has what was told just now written, so that whoever looks sees it too. */
    static void flush(AuditLog audit) {
        try {
            audit.flush().get(FLUSH_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("The audit is read before all of it is written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping.", e);
        }
    }
}
