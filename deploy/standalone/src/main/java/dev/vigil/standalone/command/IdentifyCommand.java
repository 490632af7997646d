package dev.vigil.standalone.command;

import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.photo.AnalyzerPool;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.recognizer.photo.Identification;
import dev.vigil.recognizer.photo.Identification.IdentifiedFace;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.recognizer.photo.PhotoIdentifier;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.quickstart.PeopleFolder;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil identify}: who is in a photo. */
@Command(
        name = "identify",
        description = "Says who of a folder of people is in a photo. Needs no server.",
        mixinStandardHelpOptions = true)
final class IdentifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PHOTO", description = "A JPEG or PNG, with any number of faces.")
    private @Nullable Path photo;

    @Option(
            names = "--people",
            paramLabel = "DIR",
            description = "Each folder of DIR is a person: the folder's name, one photo or more.")
    private @Nullable Path people;

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description = "The network that compares faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String embedder = Catalogue.EMBEDDER;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The network that finds faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String detector = Catalogue.DETECTOR;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    IdentifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (people == null) {
            throw new UserError(
                    "Identify among whom? Add --people DIR, a folder with a folder of photos for each person.");
        }
        List<PeopleFolder.Member> members = PeopleFolder.read(people);
        byte[] bytes = Photos.read(Objects.requireNonNull(photo));
        try (FaceModels models = new LocalModels(terminal).load(detector, embedder);
                AnalyzerPool pool = new AnalyzerPool(models, DetectorSettings.DEFAULT, PhotoConfig.DEFAULT)) {
            String model = models.embedderCard().id();
            FolderGallery gallery = new FolderGallery(terminal, pool, model);
            gallery.enrol(members);
            DecisionRule rule = new DecisionRule(
                    models.embedderCard().curve(), DecisionRule.DEFAULT_RATE, DecisionRule.DEFAULT_MARGIN);
            print(identify(new PhotoIdentifier(pool, gallery::identify, model, rule, Gate.DEFAULT), bytes));
        }
        return 0;
    }

    private Identification identify(PhotoIdentifier identifier, byte[] bytes) {
        try {
            return identifier.identify(bytes);
        } catch (UserError e) {
            throw new UserError(e.status(), photo + ": " + e.sentence(), e);
        }
    }

    private void print(Identification identification) {
        if (json) {
            terminal.json(identification);
            return;
        }
        identification.faces().forEach(face -> terminal.line(line(face)));
        if (identification.faces().isEmpty()) {
            terminal.line("no face");
        }
    }

    private static String line(IdentifiedFace face) {
        String score = face.score() == null || face.threshold() == null
                ? ""
                : String.format(Locale.ROOT, "  score %.3f, threshold %.3f", face.score(), face.threshold());
        return String.format(
                Locale.ROOT,
                "face at %.0f,%.0f (%.0fx%.0f): %s %s%s  %s",
                face.box().get(0),
                face.box().get(1),
                face.box().get(2),
                face.box().get(3),
                face.decision().label(),
                face.person() == null ? "-" : face.person().name(),
                score,
                face.reason().label());
    }
}
