package dev.vigil.standalone.command;

import dev.vigil.gallery.client.KeysClient;
import dev.vigil.gallery.client.KeysClient.KeyView;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil keys}: who may use a running gallery and the services beside it; and what opens its log. */
@Command(
        name = "keys",
        description =
                "Makes, lists, replaces and revokes API keys of a running gallery. A key is shown once, when it is made.",
        mixinStandardHelpOptions = true)
final class KeysCommand extends Commands.Parent {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([hd])");

    private final Terminal terminal;

    private KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command with those below it. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new KeysCommand(terminal))
                .addSubcommand(new EncryptionCommand(terminal))
                .addSubcommand(new ResealCommand(terminal));
    }

    @Command(
            name = "add",
            description = {
                "Makes a key and prints it, alone on standard output.",
                "With --offline nothing is asked: it prints the line for the configuration too, which holds the key's hash only; so a first administrator comes to be."
            },
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ID", description = "Names the key in the audit; for life.") String id,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "viewer, service, operator or admin.")
                    Role role,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            description =
                                    "What it is for: people, identify, watchlists, audit, photos, events, keys, settings, metrics. May be repeated; without, all that the role permits.")
                    @Nullable
                    List<Scope> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "WHEN",
                            description = "90d, 12h, 2027-01-31 or 2027-01-31T12:00:00Z; without, it does not end.")
                    @Nullable
                    String expires,
            @Option(names = "--note", paramLabel = "TEXT", description = "Whose it is.", defaultValue = "") String note,
            @Option(names = "--offline", description = "For the configuration, without a running gallery.")
                    boolean offline,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        if (!ID.matcher(id).matches()) {
            throw new UserError("The id '" + id + "' has other signs than letters, digits, - and _, or more than 64.");
        }
        if (role == Role.ANYONE) {
            throw new UserError("A key for anyone is none: write --role viewer, service, operator or admin.");
        }
        List<String> labels = Scope.labels(scopes == null ? List.of() : scopes);
        if (offline) {
            return addOffline(id, role, labels, expires);
        }
        Instant end = expires == null ? null : end(expires);
        KeyView made = keys(server).add(new KeysClient.NewKey(id, role.label(), labels, note, end));
        show(made, json);
        return 0;
    }

    private int addOffline(String id, Role role, List<String> scopes, @Nullable String expires) {
        if (expires != null) {
            throw new UserError("A key of the configuration does not end by itself: leave out --expires or --offline.");
        }
        String key = Credential.newKey();
        String hash = HexFormat.of().formatHex(Credential.hash(key).toArray());
        terminal.say("keep the key: it is shown this once. For vigil.yaml:");
        terminal.say("access: {keys: [{id: " + id + ", role: " + role.label()
                + (scopes.isEmpty() ? "" : ", scopes: [" + String.join(", ", scopes) + "]") + ", sha256: " + hash
                + "}]}");
        terminal.line(key);
        return 0;
    }

    @Command(
            name = "list",
            description = "Lists all keys, without the keys themselves.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        List<KeyView> all = keys(server).list();
        if (json) {
            terminal.json(Map.of("keys", all));
            return 0;
        }
        for (KeyView key : all) {
            String scopes = key.scopes().isEmpty() ? "everything" : String.join(",", key.scopes());
            String until = key.expiresAt() == null ? "no end" : "until " + key.expiresAt();
            terminal.line(String.format(
                            Locale.ROOT, "%-24s %-9s %-28s %s  %s", key.id(), key.role(), scopes, until, key.note())
                    .stripTrailing());
        }
        if (all.isEmpty()) {
            terminal.say("no keys yet: './vigil keys add ID --role viewer' makes one.");
        }
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Replaces a key by a new one of the same id and prints that.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ID", description = "Which.") String id,
            @Option(
                            names = "--grace",
                            paramLabel = "HOURS",
                            description = "How long the old one is accepted too, at most 720; default 0.")
                    int hours,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        show(keys(server).rotate(id, hours), json);
        return 0;
    }

    @Command(name = "revoke", description = "Ends a key, at once and for good.", mixinStandardHelpOptions = true)
    int revoke(@Mixin ServerOptions server, @Parameters(paramLabel = "ID", description = "Which.") String id) {
        keys(server).revoke(id);
        terminal.say("revoked " + id);
        return 0;
    }

    private void show(KeyView made, boolean json) {
        if (json) {
            terminal.json(made);
            return;
        }
        terminal.say(made.id() + ": keep the key, it is shown this once.");
        terminal.line(String.valueOf(made.key()));
    }

    private KeysClient keys(ServerOptions server) {
        return new KeysClient(server.address(), server.key(terminal.env()), TIMEOUT, server.trust(terminal.env()));
    }

    private static Instant end(String text) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            long amount = Long.parseLong(span.group(1));
            Duration length = "h".equals(span.group(2)) ? Duration.ofHours(amount) : Duration.ofDays(amount);
            return Instant.now().plus(length).truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new UserError(
                    400, "'" + text + "' is no time: write 90d, 12h, 2027-01-31 or 2027-01-31T12:00:00Z.", e);
        }
    }
}
