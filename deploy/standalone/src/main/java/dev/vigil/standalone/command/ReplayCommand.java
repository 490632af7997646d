package dev.vigil.standalone.command;

import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.decide.DecideSettings;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.quickstart.PeopleFolder;
import dev.vigil.standalone.replay.ReplayReport;
import dev.vigil.standalone.replay.ReplayRun;
import dev.vigil.standalone.replay.ReplayWindow;
import dev.vigil.standalone.service.VigilConfig;
import dev.vigil.vision.match.FalseMatchCurves;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil replay}: kept sightings, decided once more. */
@Command(
        name = "replay",
        description = {
            "Decides kept tracks once more, by today's gallery, other people or another threshold, and says what changes.",
            "What is decided goes to the topic of recognitions, marked as replayed. Nobody is alerted, no webhook is told."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SEARCH = Duration.ofSeconds(10);
    private static final int CANDIDATES = 5;

    private final Terminal terminal;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description =
                    "Tracks that began then or later, by the frames' time: as 2026-11-24T06:00:00Z, or 15m for so long ago.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Tracks that began before that; default now.")
    private @Nullable String to;

    @Option(names = "--camera", paramLabel = "ID", description = "Of this camera; may be repeated. Default: all.")
    private List<String> cameras = List.of();

    @Option(
            names = "--people",
            paramLabel = "DIR",
            description = "Searches the people of this folder (a folder of photos for each) instead of the gallery.")
    private @Nullable Path people;

    @Option(
            names = "--threshold",
            paramLabel = "SCORE",
            description = "A match needs this score, instead of the one that the model's card gives.")
    private @Nullable Float threshold;

    @Option(names = "--dry-run", description = "Writes nothing; only says what would change.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Mixin
    private KafkaOptions options = new KafkaOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ReplayWindow window = new ReplayWindow(
                Times.ofOrAgo(from, now), to == null ? now : Times.ofOrAgo(to, now), Set.copyOf(cameras));
        VigilConfig config = options.read(terminal.env());
        KafkaConfig kafka = options.kafka(config);
        DecideSettings settings = settings(config.recognizer());
        Function<Probes, Identified> gallery = people == null
                ? server.gallery(terminal.env(), SEARCH)::identify
                : new PeopleFolders(terminal, PeopleFolder.read(people));
        ReplayRun run = new ReplayRun(kafka, window, PATIENCE, /* byName= */ people != null, terminal::progress);
        ReplayReport report;
        try {
            report = run.run(settings, gallery, !dryRun);
        } catch (KafkaException e) {
            throw new FailedException(
                    "Kafka at " + kafka.bootstrap() + " can't be read or written: " + KafkaRefusal.orReason(kafka, e),
                    e);
        }
        if (json) {
            terminal.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    /** As the streams decide, by the cards of this machine. */
    private DecideSettings settings(RecognizerConfig config) {
        if (threshold != null && !(threshold >= -1 && threshold <= 1)) {
            throw new UserError("--threshold is a cosine between -1 and 1, as 0.42.");
        }
        DecisionRule rule = new DecisionRule(
                        FalseMatchCurves.ASSUMED.track(), config.falsePositiveRate(), config.minMargin())
                .withThreshold(threshold);
        Map<String, FalseMatchCurves> curves = new ModelStore(ModelStore.defaultRoot(terminal.env()))
                .list().stream()
                        .filter(model -> model.card().task() == Task.EMBEDDING)
                        .collect(Collectors.toMap(
                                InstalledModel::id, model -> model.card().curves()));
        return new DecideSettings(
                rule,
                config.cameraNames(),
                config.askEvery(),
                CANDIDATES,
                new DecideSettings.AlertSettings(
                        config.alertExpiry(), config.alertCooldown(), config.actuationLimit(), Map.of()),
                () -> curves,
                config.minLiveness());
    }

    private void print(ReplayReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d tracks%s that began from %s to %s were decided once more",
                report.tracks(),
                report.cameras().isEmpty() ? "" : " of " + String.join(", ", report.cameras()),
                report.from(),
                report.to()));
        terminal.line(String.format(Locale.ROOT, "  %6d as before", report.unchanged()));
        for (ReplayReport.Change change : report.changes()) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "  %6d %s -> %s  (as %s)",
                    change.tracks(),
                    change.before().text(),
                    change.after().text(),
                    change.example()));
        }
        report.notes().forEach(note -> terminal.line("  note: " + note));
        terminal.line(
                report.written()
                        ? report.events() + " events were written to vigil.face.recognized.v1, marked as replayed"
                        : report.events() + " events were not written (--dry-run)");
    }
}
