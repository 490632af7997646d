package dev.vigil.standalone.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.photo.AnalyzerPool;
import dev.vigil.recognizer.photo.Enroller;
import dev.vigil.recognizer.photo.Enrolment;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil people}: who is in a running gallery. */
@Command(
        name = "people",
        description =
                "Enrols, lists, shows and erases people in a running gallery. PERSON is an id, or a name that only one person has.",
        mixinStandardHelpOptions = true)
final class PeopleCommand extends Commands.Parent {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Terminal terminal;

    PeopleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "add",
            description = "Enrols photos of a person, each of that person alone; who is not there yet is created.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "NAME", description = "The person's name.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "PHOTO", description = "JPEG or PNG files.")
                    List<Path> photos,
            @Option(
                            names = "--watchlist",
                            paramLabel = "ID",
                            description = "Puts the person on this watchlist; more than once for several.")
                    List<String> watchlists,
            @Option(
                            names = "--accept",
                            paramLabel = "KINDS",
                            defaultValue = "",
                            description =
                                    "Enrols what the gallery's policy refuses: duplicate, outlier, conflict, with commas between.")
                    String accept,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        HttpGalleryClient gallery = gallery(server);
        Set<EnrolmentWarning.Kind> accepted = EnrolmentWarning.Kind.parse(accept, "--accept");
        List<String> lists = watchlists == null ? List.of() : List.copyOf(watchlists);
        lists.forEach(id -> WatchlistsCommand.find(gallery, id));
        List<byte[]> read = photos.stream().map(Photos::read).toList();
        List<Map<String, Object>> results = new ArrayList<>();
        Set<String> people = new TreeSet<>();
        boolean refused = false;
        String active = server.models(terminal.env(), TIMEOUT).settings().model();
        try (FaceModels models = new LocalModels(terminal).load(active == null ? Catalogue.EMBEDDER : active);
                AnalyzerPool pool = new AnalyzerPool(models, DetectorSettings.DEFAULT, PhotoConfig.DEFAULT)) {
            Enroller enroller = new Enroller(pool, gallery, models.names().embedder(), PhotoConfig.DEFAULT.keepCrops());
            for (int i = 0; i < read.size(); i++) {
                Enrolment enrolment = enroller.enrolNamed(name, read.get(i), accepted);
                if (enrolment instanceof Enrolment.Enrolled enrolled) {
                    people.add(enrolled.person().id());
                }
                refused |= enrolment instanceof Enrolment.Refused;
                results.add(result(photos.get(i), enrolment, json));
            }
        }
        people.forEach(person -> lists.forEach(id -> gallery.addToWatchlist(id, person)));
        if (json) {
            terminal.json(Map.of("name", name, "photos", results, "watchlists", people.isEmpty() ? List.of() : lists));
        }
        return refused ? Program.ASKED_WRONGLY : 0;
    }

    /** A person as {@code list --json} shows them. */
    private record Listed(@JsonUnwrapped Person person, int faces) {}

    @Command(
            name = "list",
            description = "Lists everybody, each with how many faces they have.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        Map<Person, Integer> people = gallery(server).peopleWithFaces();
        if (json) {
            List<Listed> listed = new ArrayList<>();
            people.forEach((person, faces) -> listed.add(new Listed(person, faces)));
            terminal.json(Map.of("people", listed));
            return 0;
        }
        people.forEach((person, faces) -> terminal.line(String.format(
                Locale.ROOT,
                "%-36s %3d %s  %s%s",
                person.id(),
                faces,
                faces == 1 ? "face " : "faces",
                person.name(),
                person.ignored() ? " (ignored)" : "")));
        if (people.isEmpty()) {
            terminal.say("nobody yet: './vigil people add NAME PHOTO' enrols somebody.");
        }
        return 0;
    }

    @Command(name = "show", description = "Shows a person and their faces.", mixinStandardHelpOptions = true)
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "PERSON", description = "An id or a name.") String who,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        GalleryClient gallery = gallery(server);
        Person person = find(gallery, who);
        List<FaceTemplate> faces = gallery.faces(person.id());
        if (json) {
            terminal.json(Map.of(
                    "person",
                    person,
                    "faces",
                    faces.stream().map(PeopleCommand::withoutBiometrics).toList()));
            return 0;
        }
        terminal.line(person.name() + "  " + person.id() + (person.ignored() ? "  (ignored)" : ""));
        if (!person.note().isEmpty()) {
            terminal.line("  " + person.note());
        }
        faces.forEach(face -> terminal.line(String.format(
                Locale.ROOT,
                "  face %s  quality %.2f  %s  %s",
                face.id(),
                face.quality(),
                face.model(),
                face.createdAt())));
        return 0;
    }

    @Command(name = "remove", description = "Removes single faces of a person.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "PERSON", description = "An id or a name.") String who,
            @Parameters(index = "1..*", paramLabel = "FACE", description = "Ids, as 'people show' lists them.")
                    List<String> faces) {
        if (faces == null || faces.isEmpty()) {
            throw new UserError(
                    "Which faces? Name them after the person ('vigil people show' lists them), or write 'vigil people erase' for the person with all faces.");
        }
        GalleryClient gallery = gallery(server);
        Person person = find(gallery, who);
        Set<String> known =
                gallery.faces(person.id()).stream().map(FaceTemplate::id).collect(Collectors.toSet());
        for (String face : faces) {
            if (!known.contains(face)) {
                throw new UserError(404, person.name() + " has no face " + face + ": 'vigil people show' lists them.");
            }
        }
        faces.forEach(face -> gallery.removeFace(person.id(), face));
        terminal.say("removed " + faces.size() + " of " + known.size() + " faces of " + person.name());
        return 0;
    }

    @Command(
            name = "erase",
            description = "Erases a person and every face of theirs, for good.",
            mixinStandardHelpOptions = true)
    int erase(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "PERSON", description = "An id or a name.") String who,
            @Option(names = "--json", description = "Prints the receipt as one JSON object.") boolean json) {
        GalleryClient gallery = gallery(server);
        Person person = find(gallery, who);
        Optional<ErasureReceipt> receipt = gallery.erase(person.id());
        if (json) {
            terminal.json(receipt.isPresent() ? receipt.get() : Map.of("person", person.id()));
            return 0;
        }
        terminal.say("erased " + person.name() + " (" + person.id() + ")");
        receipt.ifPresent(
                it -> terminal.say("receipt " + it.receipt() + ": " + it.keys() + " keys; the log may hold them until "
                        + it.contentUntil() + ", './vigil people erasure " + it.person() + "' tells"));
        return 0;
    }

    private HttpGalleryClient gallery(ServerOptions server) {
        return server.gallery(terminal.env(), TIMEOUT);
    }

    static Person find(GalleryClient gallery, String who) {
        if (who.matches("[A-Za-z0-9_-]{1,64}")) {
            var byId = gallery.person(who);
            if (byId.isPresent()) {
                return byId.get();
            }
        }
        List<Person> named = gallery.peopleNamed(who);
        if (named.size() > 1) {
            throw new UserError(
                    409,
                    named.size() + " people are named '" + who + "': give one's id instead, "
                            + named.stream().map(Person::id).collect(Collectors.joining(", ")) + ".");
        }
        return named.stream()
                .findFirst()
                .orElseThrow(() -> new UserError(
                        404, "Nobody has the id or the name '" + who + "': 'vigil people list' shows all."));
    }

    private Map<String, Object> result(Path photo, Enrolment enrolment, boolean json) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("photo", photo.toString());
        if (enrolment instanceof Enrolment.Refused refused) {
            result.put("refused", refused.sentence());
            terminal.say(photo + ": " + refused.sentence());
        } else if (enrolment instanceof Enrolment.Enrolled enrolled) {
            result.put("person", enrolled.person().id());
            result.put("face", enrolled.face().id());
            result.put("added", enrolled.added());
            result.put("warnings", enrolled.warnings());
            if (!json) {
                terminal.line(photo + ": " + (enrolled.added() ? "enrolled" : "was there already"));
            }
            enrolled.warnings().forEach(warning -> terminal.say(photo + ": " + warning));
        }
        return result;
    }

    /** An embedding is as personal as a picture: what is shown does without both. */
    private static Map<String, Object> withoutBiometrics(FaceTemplate face) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", face.id());
        shown.put("model", face.model());
        shown.put("source", face.source());
        shown.put("quality", face.quality());
        shown.put("createdAt", face.createdAt());
        return shown;
    }
}
