package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.GroupLabels;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.Interval;
import dev.vigil.lab.evaluate.PairsFile;
import dev.vigil.lab.evaluate.TemplateCache;
import dev.vigil.lab.evaluate.VerificationEvaluation;
import dev.vigil.lab.evaluate.VerificationPage;
import dev.vigil.lab.evaluate.VerificationReport;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate verification}. */
@Command(
        name = "verification",
        description = "Pairs of pictures: accuracy, equal error rate, and true accept rates at false accept rates.",
        mixinStandardHelpOptions = true)
final class EvaluateVerificationCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PicturesOptions pictures = new PicturesOptions();

    @Mixin
    private final EvaluationOptions options = new EvaluationOptions();

    @Mixin
    private final ShrinkOption shrink = new ShrinkOption();

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description = "Groups of people, whose rates are told apart: person,group with a header line.")
    private @Nullable Path labels;

    @Option(
            names = "--pairs",
            required = true,
            paramLabel = "FILE.csv",
            description = "image_a,image_b,same with a header line; a first column fold may be there.")
    private @Nullable Path pairs;

    EvaluateVerificationCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        pictures.folder();
        PairsFile file = PairsFile.read(Objects.requireNonNull(pairs));
        Set<String> names = VerificationEvaluation.images(file);
        pictures.requirePictures(names, String.valueOf(pairs));
        try (TemplateCache cache = pictures.cache();
                FaceModels models = options.load(terminal)) {
            EmbeddedImages embedded = pictures.embed(terminal, models, cache, names, ImageEmbedder.NATIVE);
            VerificationEvaluation evaluation = new VerificationEvaluation(file, embedded);
            VerificationEvaluation.Further further = new VerificationEvaluation.Further(
                    pictures.shrunk(terminal, models, cache, VerificationEvaluation.probes(file), shrink.widths()),
                    Gate.DEFAULT::refuses,
                    labels == null ? GroupLabels.NONE : GroupLabels.read(labels));
            VerificationReport report = evaluation.report(models.names().embedder(), further);
            options.publish(
                    terminal, report, () -> VerificationPage.of(report, EvaluationOptions.when()), () -> print(report));
        }
        return 0;
    }

    private void print(VerificationReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d pairs of %d pictures, %d without a face; %.1f pictures a second; model %s",
                report.pairs(),
                report.images(),
                report.failuresToAcquire(),
                report.facesPerSecond(),
                report.model()));
        terminal.line(String.format(
                Locale.ROOT,
                "accuracy %.2f %%%s; equal error rate %.2f %%; area under the curve %.5f",
                100 * report.accuracy(),
                report.accuracyStd() == null
                        ? " (threshold chosen on these pairs)"
                        : String.format(Locale.ROOT, " +- %.2f", 100 * report.accuracyStd()),
                100 * report.eer(),
                report.auc()));
        report.tarAtFar().forEach((rate, accepted) -> terminal.line(rate(report, rate, accepted)));
        report.shrunk()
                .forEach(row -> terminal.line(String.format(
                        Locale.ROOT,
                        "second faces of %d px: EER %.2f %%, TAR at the same FAR %s, at the same thresholds %s; %d without a face",
                        row.faceWidth(),
                        100 * row.eer(),
                        rates(row.tarAtFar()),
                        rates(row.tarAtThresholds()),
                        row.failuresToAcquire())));
        report.groups()
                .forEach(group -> terminal.line(String.format(
                        Locale.ROOT,
                        "group %s: TAR %s of %d, FAR %s of %d, at the threshold %.3f",
                        group.group(),
                        group.tar() == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * group.tar()),
                        group.genuine(),
                        group.far() == null ? "-" : String.format(Locale.ROOT, "%.1e", group.far()),
                        group.impostorPairs(),
                        report.workingThreshold())));
    }

    private static String rates(Map<String, @Nullable Double> rates) {
        StringJoiner joined = new StringJoiner(", ");
        rates.forEach((rate, tar) -> {
            if (tar != null) {
                joined.add(String.format(Locale.ROOT, "%.2f %% at %s", 100 * tar, rate));
            }
        });
        return joined.toString();
    }

    private static String rate(VerificationReport report, String rate, @Nullable Double accepted) {
        Interval interval = report.tarIntervals().get(rate);
        return accepted == null || interval == null
                ? String.format("at FAR %-8s too few of the %d comparisons to tell", rate, report.impostorPairs())
                : String.format(
                        Locale.ROOT,
                        "at FAR %-8s TAR %.2f %% [%.2f, %.2f], threshold %.3f",
                        rate,
                        100 * accepted,
                        100 * interval.low(),
                        100 * interval.high(),
                        report.thresholds().get(rate));
    }
}
