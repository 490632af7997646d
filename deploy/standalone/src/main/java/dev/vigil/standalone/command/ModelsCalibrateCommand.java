package dev.vigil.standalone.command;

import dev.vigil.lab.calibrate.Calibration;
import dev.vigil.lab.calibrate.Template;
import dev.vigil.lab.evaluate.Acquired;
import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.lab.evaluate.TemplateCache;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.Thresholds;
import dev.vigil.vision.model.ModelCard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil models calibrate}: a model's false match rates, measured on pictures of people. */
@Command(
        name = "calibrate",
        description = {
            "Measures how often an embedder takes different people for one, on a folder of pictures, and writes it into its card.",
            "Thresholds follow from the card. The former card is kept beside the new one. Services read cards when they start."
        },
        mixinStandardHelpOptions = true)
final class ModelsCalibrateCommand implements Callable<Integer> {
    private static final List<Integer> GALLERIES = List.of(1, 100, 1_000, 10_000, 100_000);

    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "An embedder, of './vigil models list'.")
    private String id = "";

    @Mixin
    private final PicturesOptions pictures = new PicturesOptions();

    @Mixin
    private final PartOption part = new PartOption();

    @Option(
            names = "--on",
            paramLabel = "WORDS",
            description = "What the pictures are, for the card's note; default the folder's name.")
    private @Nullable String on;

    @Option(names = "--dry-run", description = "Measures and tells, and leaves the card as it is.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ModelsCalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * What it prints.
     *
     * @param model its id
     * @param calibration what was measured
     * @param thresholds at the default rate, before and after
     * @param written whether the card was changed
     * @param former where the former card is kept; null where nothing was written
     * @param failuresToAcquire pictures without a face
     * @param refusedByQuality pictures whose face is too small or poor to be searched; they are left out
     * @param unreadable pictures that can't be decoded
     */
    record Result(
            String model,
            Calibration calibration,
            List<Change> thresholds,
            boolean written,
            @Nullable String former,
            int failuresToAcquire,
            int refusedByQuality,
            int unreadable) {}

    /**
     * A threshold at the default rate.
     *
     * @param kind {@code still} or {@code track}
     * @param templates searched
     * @param before by the former card
     * @param after by the measured curve
     */
    record Change(String kind, int templates, float before, float after) {}

    @Override
    public Integer call() throws InterruptedException {
        PhotoFolders photos = part.of(PhotoFolders.read(pictures.folder()));
        LocalModels local = new LocalModels(terminal);
        ModelCard before = local.embedder(id).card();
        EmbeddedImages embedded;
        try (TemplateCache cache = pictures.cache();
                FaceModels models = local.load(id)) {
            embedded = pictures.embed(terminal, models, cache, photos.pictures(), ImageEmbedder.NATIVE);
        }
        List<Template> templates = new ArrayList<>();
        int refused = 0;
        for (String image : photos.pictures()) {
            if (embedded.acquired(image) instanceof Acquired.Template face) {
                if (Gate.DEFAULT.refuses(face.quality())) {
                    refused++;
                } else {
                    templates.add(new Template(
                            PhotoFolders.person(image),
                            face.features(),
                            face.quality().score()));
                }
            }
        }
        String what = on == null
                ? "the folder " + photos.root().toAbsolutePath().normalize().getFileName()
                : on;
        Calibration calibration = Calibration.of(
                templates, what + part.words(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
        Path former = dryRun ? null : local.fetcher().recalibrate(id, calibration.stills(), calibration.tracks());
        print(new Result(
                id,
                calibration,
                changes(before, calibration),
                former != null,
                former == null ? null : former.toString(),
                embedded.failures(),
                refused,
                embedded.unreadable().size()));
        return 0;
    }

    private static List<Change> changes(ModelCard before, Calibration calibration) {
        List<Change> changes = new ArrayList<>();
        FalseMatchCurve tracks = calibration.tracks() == null ? calibration.stills() : calibration.tracks();
        for (int templates : GALLERIES) {
            changes.add(change("still", templates, before.curve(), calibration.stills()));
            changes.add(change("track", templates, before.trackCurve(), tracks));
        }
        return changes;
    }

    private static Change change(String kind, int templates, FalseMatchCurve before, FalseMatchCurve after) {
        return new Change(
                kind,
                templates,
                Thresholds.of(before, DecisionRule.DEFAULT_RATE, templates).threshold(),
                Thresholds.of(after, DecisionRule.DEFAULT_RATE, templates).threshold());
    }

    private void print(Result result) {
        if (json) {
            terminal.json(result);
            return;
        }
        Calibration found = result.calibration();
        terminal.line(String.format(
                Locale.ROOT,
                "%d people, %d pictures (%d without a face, %d too poor, %d unreadable), %d comparisons of different people",
                found.people(),
                found.images(),
                result.failuresToAcquire(),
                result.refusedByQuality(),
                result.unreadable(),
                found.comparisons()));
        terminal.line("single pictures: " + found.stillTail());
        terminal.line("tracks: " + found.trackTail());
        result.thresholds()
                .forEach(change -> terminal.line(String.format(
                        Locale.ROOT,
                        "threshold for %s at a rate of %s among %d faces: %.3f, it was %.3f",
                        change.kind().equals("still") ? "single pictures" : "tracks",
                        DecisionRule.DEFAULT_RATE,
                        change.templates(),
                        change.after(),
                        change.before())));
        terminal.line(
                result.former() == null
                        ? "the card is as it was"
                        : "the card of " + id + " is changed; the former one is " + result.former());
    }
}
