package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Head;
import dev.vigil.gallery.audit.Verification;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.service.VigilConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil audit}: who did what to the gallery, and whether what is told of it is whole. */
@Command(
        name = "audit",
        description = "Tells who did what to the gallery, and checks that nobody has changed what is told.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends Commands.Parent {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Terminal terminal;

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "verify",
            description = {
                "Reads the whole audit topic from Kafka, and checks every chain and signature. Exits with 1 where one is broken.",
                "What nobody can find here: entries after the last checkpoint that were cut off. Keep the JSON of a verification"
                        + " elsewhere, and give it with --witness the next time."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin KafkaOptions options,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "Only what is younger, as 2026-11-24T06:00:00Z.")
                    @Nullable
                    String from,
            @Option(
                            names = "--trust",
                            paramLabel = "KEY",
                            description = "The id of a key that may sign; may be repeated. Default: any.")
                    @Nullable
                    List<String> trusted,
            @Option(
                            names = "--witness",
                            paramLabel = "FILE",
                            description = "What an earlier 'audit verify --json' printed: the chains must go as far.")
                    @Nullable
                    Path witness,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        VigilConfig config = options.read(terminal.env());
        Verification found;
        try {
            found = new AuditTopic(
                            options.kafka(config), config.gallery().audit().topic(), PATIENCE)
                    .verify(
                            from == null ? null : Times.of(from),
                            trusted == null ? List.of() : trusted,
                            heads(witness));
        } catch (KafkaException e) {
            throw new FailedException(
                    "Kafka does not show the audit topic: " + KafkaRefusal.orReason(options.kafka(config), e));
        }
        if (json) {
            terminal.json(found);
        } else {
            print(found);
        }
        return found.intact() ? 0 : Program.FAILED;
    }

    private void print(Verification found) {
        for (Verification.WriterReport writer : found.writers()) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "%-48s %7d entries%s, signed to %d%s%s  %s",
                    writer.writer(),
                    writer.entries(),
                    writer.firstSequence() > 1 ? " (begins at " + writer.firstSequence() + ")" : "",
                    writer.signedTo(),
                    writer.lost() > 0 ? ", " + writer.lost() + " lost while Kafka was away" : "",
                    writer.repeated() > 0 ? ", " + writer.repeated() + " written twice" : "",
                    writer.broken() == null
                            ? "intact"
                            : "BROKEN at " + writer.broken().partition() + ":"
                                    + writer.broken().offset() + ": "
                                    + writer.broken().reason()));
        }
        found.unreadable()
                .forEach(one ->
                        terminal.line("BROKEN at " + one.partition() + ":" + one.offset() + ": " + one.reason()));
        terminal.line((found.intact() ? "intact: " : "BROKEN: ") + found.entries() + " entries, " + found.checkpoints()
                + " checkpoints, signed by " + String.join(", ", found.signers()));
    }

    @Command(
            name = "list",
            description = "Lists entries, newest first, as a running gallery shows them to administrators.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--person", paramLabel = "ID", description = "About this person.") @Nullable String person,
            @Option(names = "--actor", paramLabel = "ID", description = "By this key.") @Nullable String actor,
            @Option(names = "--action", paramLabel = "ACTION", description = "As search or person.erase.") @Nullable
                    String action,
            @Option(names = "--from", paramLabel = "TIME", description = "Not older.") @Nullable String from,
            @Option(names = "--to", paramLabel = "TIME", description = "Older than that.") @Nullable String to,
            @Option(names = "--limit", paramLabel = "N", description = "How many; default 100.", defaultValue = "100")
                    int limit,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        StringBuilder query = new StringBuilder("limit=" + limit);
        add(query, "person", person);
        add(query, "actor", actor);
        add(query, "action", action);
        add(query, "from", from);
        add(query, "to", to);
        String body = server.gallery(terminal.env(), TIMEOUT).audit(query.toString());
        if (json) {
            terminal.line(body);
            return 0;
        }
        for (JsonNode entry : Json.read(body, JsonNode.class).path("entries")) {
            terminal.line(String.format(
                    "%s  %-16s %-10s %-16s %s %s",
                    entry.path("time").asText(),
                    entry.at("/actor/id").asText(),
                    entry.at("/actor/role").asText(),
                    entry.path("action").asText(),
                    entry.path("subject").asText(),
                    entry.path("detail")));
        }
        return 0;
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8));
        }
    }

    private static List<Head> heads(@Nullable Path witness) {
        if (witness == null) {
            return List.of();
        }
        try {
            List<Head> heads = new ArrayList<>();
            for (JsonNode writer :
                    Json.read(Files.readString(witness), JsonNode.class).path("writers")) {
                heads.add(Json.mapper().convertValue(writer.path("head"), Head.class));
            }
            return heads;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UserError(400, witness + " is not what 'audit verify --json' prints.", e);
        }
    }
}
