package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.LivenessEvaluation;
import dev.vigil.lab.evaluate.LivenessPage;
import dev.vigil.lab.evaluate.LivenessReport;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate liveness}. */
@Command(
        name = "liveness",
        description = "How well a network tells faces that are there from pictures of faces held to the camera.",
        mixinStandardHelpOptions = true)
final class EvaluateLivenessCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 500;

    private final Terminal terminal;

    @Mixin
    private final EvaluationOptions options = new EvaluationOptions();

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR",
            description = "Has live/PERSON/ and spoof/PERSON/ with pictures.")
    private @Nullable Path images;

    @Option(
            names = "--liveness",
            paramLabel = "ID",
            description = "The network, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String liveness = Catalogue.LIVENESS;

    @Option(
            names = "--frames",
            split = ",",
            paramLabel = "N",
            description =
                    "How many pictures in succession (names that differ in their last number) are judged together; default ${DEFAULT-VALUE}.")
    private List<Integer> frames = List.of(1, 4);

    EvaluateLivenessCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = Objects.requireNonNull(images);
        PhotoFolders.requireFolder(folder);
        for (String kind : List.of(LivenessEvaluation.LIVE, LivenessEvaluation.SPOOF)) {
            if (!Files.isDirectory(folder.resolve(kind))) {
                throw new UserError("The folder " + folder + " has no folder " + kind
                        + ": it needs live and spoof, each with a folder for each person.");
            }
        }
        if (frames.isEmpty() || frames.stream().anyMatch(count -> count < 1 || count > 1000)) {
            throw new UserError("--frames are whole numbers from 1 to 1000: write 1,4.");
        }
        try (FaceModels models = options.load(terminal);
                LivenessNetwork network = new LocalModels(terminal).liveness(liveness)) {
            LivenessReport report = new LivenessEvaluation(
                            models, network, Runtime.getRuntime().availableProcessors())
                    .report(folder, frames, sentence -> terminal.say("left out: " + sentence), this::told);
            options.publish(
                    terminal, report, () -> LivenessPage.of(report, EvaluationOptions.when()), () -> print(report));
        }
        return 0;
    }

    private void told(int done) {
        if (done % PROGRESS_EVERY == 0) {
            terminal.progress(done + " pictures");
        }
    }

    private void print(LivenessReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d live and %d attacks of %d people, %d without a face, %d unreadable; network %s",
                report.live(),
                report.attacks(),
                report.subjects(),
                report.noFace(),
                report.unreadable(),
                report.model()));
        frames.stream()
                .filter(count -> report.rows().stream().noneMatch(row -> row.frames() == count))
                .forEach(count -> terminal.line(count + " together: no sequence of both kinds has so many pictures"));
        report.rows()
                .forEach(row -> terminal.line(String.format(
                        Locale.ROOT,
                        "%d together: AUC %.3f [%.3f, %.3f], EER %.1f %% [%.1f, %.1f] at %.3f; at 0.5 APCER %.1f %%, BPCER %.1f %%",
                        row.frames(),
                        row.auc(),
                        row.aucInterval().low(),
                        row.aucInterval().high(),
                        100 * row.eer(),
                        100 * row.eerInterval().low(),
                        100 * row.eerInterval().high(),
                        row.eerThreshold(),
                        100 * row.atHalf().apcer(),
                        100 * row.atHalf().bpcer())));
    }
}
