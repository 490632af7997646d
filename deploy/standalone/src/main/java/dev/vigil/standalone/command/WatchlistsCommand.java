package dev.vigil.standalone.command;

import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil watchlists}: the watchlists of a running gallery, and who is on them. */
@Command(
        name = "watchlists",
        description =
                "Lists, shows, puts and removes watchlists of a running gallery, and the people on them, by their ids.",
        mixinStandardHelpOptions = true)
final class WatchlistsCommand extends Commands.Parent {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Terminal terminal;

    WatchlistsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "Lists all watchlists.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        List<Watchlist> watchlists = gallery(server).watchlists();
        if (json) {
            terminal.json(Map.of("watchlists", watchlists));
        } else {
            watchlists.forEach(this::line);
        }
        return 0;
    }

    @Command(name = "show", description = "Shows a watchlist and who is on it.", mixinStandardHelpOptions = true)
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "WATCHLIST", description = "Its id.") String id,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        HttpGalleryClient gallery = gallery(server);
        Watchlist watchlist = find(gallery, id);
        List<Person> people = gallery.peopleOn(id);
        if (json) {
            terminal.json(Map.of("watchlist", watchlist, "people", people));
        } else {
            line(watchlist);
            people.forEach(person -> terminal.line("  " + person.id() + "  " + person.name()));
        }
        return 0;
    }

    @Command(
            name = "put",
            description = {
                "Creates or replaces a watchlist as a JSON file describes it, the body of PUT /v1/watchlists/{id};",
                "or creates or changes it as the options say: what they don't name stays as it is."
            },
            mixinStandardHelpOptions = true)
    int put(
            @Mixin ServerOptions server,
            @Mixin WatchlistFlags flags,
            @Parameters(index = "0", paramLabel = "WATCHLIST", description = "Its id.") String id,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "FILE",
                            description =
                                    "As {\"name\":\"Guests\",\"severity\":\"info\",\"cooldown\":\"PT60S\",\"schedule\":[]}.")
                    @Nullable
                    Path file,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        if ((file != null) == flags.any()) {
            throw new UserError("Describe the watchlist by a JSON file or by options: 'vigil watchlists put " + id
                    + " FILE', or 'vigil watchlists put " + id + " --name NAME'.");
        }
        HttpGalleryClient gallery = gallery(server);
        NewWatchlist wanted =
                file != null ? read(file) : flags.over(gallery.watchlist(id).map(NewWatchlist::of));
        Watchlist put = gallery.putWatchlist(id, wanted);
        if (json) {
            terminal.json(put);
        } else {
            line(put);
        }
        return 0;
    }

    @Command(name = "remove", description = "Removes a watchlist that nobody is on.", mixinStandardHelpOptions = true)
    int remove(@Mixin ServerOptions server, @Parameters(paramLabel = "WATCHLIST", description = "Its id.") String id) {
        gallery(server).removeWatchlist(id);
        terminal.say("removed the watchlist " + id);
        return 0;
    }

    @Command(name = "add-person", description = "Puts a person on a watchlist.", mixinStandardHelpOptions = true)
    int addPerson(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "WATCHLIST", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "PERSON", description = "An id.") String person) {
        terminal.say(gallery(server).addToWatchlist(id, person).name() + " is on the watchlist " + id);
        return 0;
    }

    @Command(name = "take-person", description = "Takes a person off a watchlist.", mixinStandardHelpOptions = true)
    int takePerson(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "WATCHLIST", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "PERSON", description = "An id.") String person) {
        terminal.say(gallery(server).takeOffWatchlist(id, person).name() + " is off the watchlist " + id);
        return 0;
    }

    private HttpGalleryClient gallery(ServerOptions server) {
        return server.gallery(terminal.env(), TIMEOUT);
    }

    /** The watchlist with that id; refuses where there is none. */
    static Watchlist find(HttpGalleryClient gallery, String id) {
        return gallery.watchlist(id)
                .orElseThrow(() ->
                        new UserError(404, "There is no watchlist '" + id + "': 'vigil watchlists list' shows all."));
    }

    private void line(Watchlist watchlist) {
        terminal.line(String.format(
                Locale.ROOT,
                "%-20s %-9s %s",
                watchlist.id(),
                watchlist.severity().name().toLowerCase(Locale.ROOT),
                watchlist.name()));
    }

    private static NewWatchlist read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), NewWatchlist.class);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be read: name a JSON file.", e);
        } catch (UncheckedIOException e) {
            throw new UserError(
                    400, "The file " + file + " describes no watchlist: write JSON with a name and a severity.", e);
        }
    }
}
