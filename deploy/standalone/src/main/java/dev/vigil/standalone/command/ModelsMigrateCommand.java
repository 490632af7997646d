package dev.vigil.standalone.command;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.recognizer.migrate.Migration;
import dev.vigil.recognizer.migrate.MigrationReport;
import dev.vigil.recognizer.migrate.PhotoIndex;
import dev.vigil.recognizer.migrate.Reembedder;
import dev.vigil.recognizer.photo.AnalyzerPool;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil models migrate}: enrols a second embedder beside the first. */
@Command(
        name = "migrate",
        description = {
            "Embeds everybody in a running gallery with a second model, beside the first: from the crops that were kept, or from photos that are sent again.",
            "It may be stopped and run again: what is enrolled stays, and nothing is enrolled twice. './vigil models switch' makes the model the active one."
        },
        mixinStandardHelpOptions = true)
final class ModelsMigrateCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PROGRESS_EVERY = 100;
    private static final int SHOWN = 20;

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--to", required = true, paramLabel = "ID", description = "The model that comes.")
    private @Nullable String to;

    @Option(
            names = "--from",
            paramLabel = "ID",
            description =
                    "The model that is there; default the gallery's active one, or the only one that it has faces of.")
    private @Nullable String from;

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description =
                    "Photos to send again, in any folders below DIR; those that were enrolled are known by their SHA-256.")
    private @Nullable Path photos;

    @Option(names = "--shadow", description = "Compares the model in shadow from then on: it decides nothing.")
    private boolean shadow;

    @Option(
            names = "--allow-missing",
            description = "Exits with 0 also where some pictures could not be embedded again.")
    private boolean allowMissing;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ModelsMigrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        GalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
        ModelsClient models = server.models(terminal.env(), TIMEOUT);
        String there = from(models.models());
        String comes = Objects.requireNonNull(to);
        if (there.equals(comes)) {
            throw new UserError("The gallery's faces are of " + comes + " already: name another model with --to.");
        }
        PhotoIndex index = photos == null ? PhotoIndex.NONE : PhotoIndex.of(photos);
        MigrationReport report = migrate(gallery, index, there, comes);
        print(report);
        boolean good = report.complete() || allowMissing;
        if (good && shadow) {
            models.set(there, comes, 0);
            terminal.say(
                    comes + " is compared in shadow; './vigil models switch " + comes + "' makes it the active one");
        }
        return good ? 0 : Program.FAILED;
    }

    private String from(ModelCounts counts) {
        if (from != null) {
            return from;
        }
        if (counts.active() != null) {
            return counts.active();
        }
        List<String> others = counts.models().stream()
                .map(ModelCounts.Held::id)
                .filter(id -> !id.equals(to))
                .toList();
        if (others.size() != 1) {
            throw new UserError(
                    others.isEmpty()
                            ? "The gallery has no faces of another model: there is nothing to migrate."
                            : "The gallery has faces of " + String.join(", ", others)
                                    + ": say which to go from with --from.");
        }
        return others.get(0);
    }

    private MigrationReport migrate(GalleryClient gallery, PhotoIndex index, String there, String comes)
            throws InterruptedException {
        LocalModels local = new LocalModels(terminal);
        int workers = Runtime.getRuntime().availableProcessors();
        PhotoConfig pools = new PhotoConfig(
                workers,
                Duration.ofSeconds(60),
                PhotoConfig.DEFAULT.maxBytes(),
                true,
                PhotoConfig.DEFAULT.falseMatchRate());
        try (FaceModels old = local.load(there);
                FaceModels young = local.load(comes);
                AnalyzerPool before = new AnalyzerPool(old, DetectorSettings.DEFAULT, pools);
                AnalyzerPool after = new AnalyzerPool(young, DetectorSettings.DEFAULT, pools)) {
            Migration migration = new Migration(gallery, new Reembedder(before, after), index, there, comes);
            return migration.run(workers, done -> {
                if (done % PROGRESS_EVERY == 0) {
                    terminal.progress(done + " people");
                }
            });
        }
    }

    private void print(MigrationReport report) {
        if (json) {
            terminal.json(report);
            return;
        }
        terminal.line(String.format(
                Locale.ROOT,
                "%d people, %d pictures: %d embedded with %s from crops, %d from photos, %d were there already, %d left out",
                report.people(),
                report.faces(),
                report.fromCrops(),
                report.to(),
                report.fromPhotos(),
                report.already(),
                report.leftOut().size()));
        if (report.likeness() != null) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "the pictures as enrolled and as embedded again resemble each other with %.3f (median), %.3f (least)",
                    report.likeness().median(),
                    report.likeness().least()));
        }
        report.leftOut().stream()
                .limit(SHOWN)
                .forEach(left -> terminal.say(left.name() + " (" + left.person() + "), picture "
                        + left.source().substring(0, Math.min(12, left.source().length())) + ": " + left.reason()));
        if (report.leftOut().size() > SHOWN) {
            terminal.say("and " + (report.leftOut().size() - SHOWN) + " more: --json tells all");
        }
        if (!report.peopleWithout().isEmpty()) {
            terminal.say(report.peopleWithout().size() + " people have no face of " + report.to()
                    + " at all: send their photos again with --photos DIR");
        }
    }
}
