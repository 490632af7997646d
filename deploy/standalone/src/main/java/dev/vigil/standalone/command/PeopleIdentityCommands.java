package dev.vigil.standalone.command;

import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Parted;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil people merge} and {@code split}: two people turn out to be one, or one to be two. */
final class PeopleIdentityCommands {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private PeopleIdentityCommands() {}

    private static HttpGalleryClient gallery(ServerOptions server, Terminal terminal) {
        return new HttpGalleryClient(
                server.address(), server.key(terminal.env()), TIMEOUT, server.trust(terminal.env()));
    }

    @Command(
            name = "merge",
            description = {
                "Gives the first person the faces and negative examples of the second, who is gone then.",
                "The first one's name, note, watchlists and consent stay as they are."
            },
            mixinStandardHelpOptions = true)
    static final class Merge implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(index = "0", paramLabel = "PERSON", description = "Who stays: an id or a name.")
        private String stays = "";

        @Parameters(index = "1", paramLabel = "OTHER", description = "Who is absorbed: an id or a name.")
        private String absorbed = "";

        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean json;

        Merge(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            HttpGalleryClient gallery = gallery(server, terminal);
            Person one = PeopleCommand.find(gallery, stays);
            Person other = PeopleCommand.find(gallery, absorbed);
            if (one.id().equals(other.id())) {
                throw new UserError("'" + stays + "' and '" + absorbed + "' are the same person already.");
            }
            boolean done = gallery.merge(one.id(), other.id());
            if (json) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("person", one.id());
                result.put("absorbed", other.id());
                result.put("done", done);
                terminal.json(result);
            } else {
                terminal.line(one.name() + " (" + one.id() + ") "
                        + (done ? "has the faces of " : "is getting the faces of ") + other.name() + " (" + other.id()
                        + ")" + (done ? ", who is gone" : ": the gallery finishes it by itself"));
            }
            return 0;
        }
    }

    @Command(
            name = "split",
            description = {
                "Takes faces from a person and makes another person of them, in one transaction.",
                "'vigil people show PERSON' lists the faces."
            },
            mixinStandardHelpOptions = true)
    static final class Split implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(index = "0", paramLabel = "PERSON", description = "Who has the faces: an id or a name.")
        private String who = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "FACE", description = "Ids of faces.")
        private List<String> faces = List.of();

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "The new person's name.")
        private String name = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "A note about the new person.")
        private String note = "";

        @Option(names = "--watchlist", paramLabel = "ID", description = "Puts the new person on it; may be repeated.")
        private List<String> watchlists = List.of();

        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean json;

        Split(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            HttpGalleryClient gallery = gallery(server, terminal);
            Person person = PeopleCommand.find(gallery, who);
            @Nullable Consent asBefore = null;
            Parted parted = gallery.split(
                    person.id(),
                    faces,
                    new NewPerson(name, note, watchlists, false, asBefore),
                    UUID.randomUUID().toString());
            if (json) {
                terminal.json(parted);
            } else {
                terminal.line(parted.created().name() + " (" + parted.created().id() + ") has "
                        + parted.faces().size() + " faces that were " + person.name() + "'s (" + person.id() + ")");
            }
            return 0;
        }
    }
}
