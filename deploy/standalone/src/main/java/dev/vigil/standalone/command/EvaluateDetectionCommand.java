package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.DetectionEvaluation;
import dev.vigil.lab.evaluate.DetectionPage;
import dev.vigil.lab.evaluate.DetectionReport;
import dev.vigil.lab.evaluate.FaceLabels;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate detection}. */
@Command(
        name = "detection",
        description = {
            "How small a face may be to be found, and what is taken for one.",
            "Without --labels, faces that the detector finds in the whole pictures count as truth."
        },
        mixinStandardHelpOptions = true)
final class EvaluateDetectionCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{2,4})x(\\d{2,4})");
    private static final int PROGRESS_EVERY = 100;

    private final Terminal terminal;

    @Mixin
    private final PicturesOptions pictures = new PicturesOptions();

    @Mixin
    private final EvaluationOptions options = new EvaluationOptions();

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description =
                    "Where faces are: image,x,y,width,height with a header; a width of 0 says that there is none.")
    private @Nullable Path labels;

    @Option(
            names = "--faces",
            split = ",",
            paramLabel = "PX",
            description = "Widths to which faces are shrunk; default ${DEFAULT-VALUE}.")
    private List<Integer> widths = List.of(12, 16, 24, 40);

    @Option(
            names = "--input",
            paramLabel = "WxH",
            description = "Of the detector, in pixels; default ${DEFAULT-VALUE}.")
    private String input = DetectorSettings.DEFAULT.width() + "x" + DetectorSettings.DEFAULT.height();

    @Option(
            names = "--min-score",
            paramLabel = "SCORE",
            description = "Of a detection, in (0, 1); default ${DEFAULT-VALUE}.")
    private float minScore = DetectorSettings.DEFAULT.minScore();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of where a face lies in its window; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    EvaluateDetectionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        DetectorSettings settings = settings();
        if (widths.stream().anyMatch(width -> width < 4 || width > Math.min(settings.width(), settings.height()))) {
            throw new UserError(
                    "--faces are widths of 4 pixels or more that fit into " + input + ": write 12,16,24,40.");
        }
        FaceLabels truth = labels == null ? null : FaceLabels.read(labels);
        List<String> names = truth == null
                ? PhotoFolders.everyPicture(pictures.folder())
                : List.copyOf(truth.byImage().keySet());
        pictures.requirePictures(names, String.valueOf(labels));
        try (FaceModels models = options.load(terminal)) {
            DetectionReport report = new DetectionEvaluation(models, settings, widths, seed)
                    .report(
                            pictures.folder(),
                            names,
                            truth,
                            sentence -> terminal.say("left out: " + sentence),
                            done -> told(done, names.size()));
            options.publish(
                    terminal, report, () -> DetectionPage.of(report, EvaluationOptions.when()), () -> print(report));
        }
        return 0;
    }

    private DetectorSettings settings() {
        Matcher size = SIZE.matcher(input);
        try {
            if (size.matches()) {
                return new DetectorSettings(
                        Integer.parseInt(size.group(1)),
                        Integer.parseInt(size.group(2)),
                        minScore,
                        DetectorSettings.DEFAULT.maxIou());
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
        throw new UserError("--input " + input + " is no size: write it as 320x240.");
    }

    private void told(int done, int all) {
        if (done % PROGRESS_EVERY == 0) {
            terminal.progress(done + " of " + all + " pictures");
        }
    }

    private void print(DetectionReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d pictures with %d faces (%s), %d unreadable; detector %s at %s",
                report.images(),
                report.faces(),
                report.truth().equals("labels") ? "by the labels" : "as found at native size",
                report.unreadable(),
                report.model(),
                report.input()));
        DetectionReport.Whole whole = report.whole();
        if (whole != null) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "whole pictures: %.2f %% found [%.2f, %.2f], %d false positives",
                    100 * whole.recall(),
                    100 * whole.recallInterval().low(),
                    100 * whole.recallInterval().high(),
                    whole.falsePositives()));
        }
        report.sizes().forEach(row -> terminal.line(line(row)));
    }

    private static String line(DetectionReport.Row row) {
        if (row.recall() == null) {
            return String.format(Locale.ROOT, "faces of %d px: none is so wide", row.faceWidth());
        }
        return String.format(
                Locale.ROOT,
                "faces of %d px: %.2f %% of %d found [%.2f, %.2f], %d false positives (%.4f a window), %.1f ms a window",
                row.faceWidth(),
                100 * row.recall(),
                row.faces(),
                100 * row.recallInterval().low(),
                100 * row.recallInterval().high(),
                row.falsePositives(),
                row.perWindow(),
                row.msPerWindow());
    }
}
