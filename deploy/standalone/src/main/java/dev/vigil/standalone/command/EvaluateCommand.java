package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.PairsFile;
import dev.vigil.lab.evaluate.VerificationEvaluation;
import dev.vigil.lab.evaluate.VerificationReport;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil evaluate}: the standard measures. */
@Command(
        name = "evaluate",
        description = "Measures the networks on pictures whose people are known.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand extends Commands.Parent {
    private EvaluateCommand() {}

    static picocli.CommandLine line(Terminal terminal) {
        return new picocli.CommandLine(new EvaluateCommand())
                .addSubcommand(new VerificationCommand(terminal))
                .addSubcommand(new EvaluateTrackingCommand(terminal));
    }

    /** {@code vigil evaluate verification}. */
    @Command(
            name = "verification",
            description = "Pairs of pictures: accuracy, equal error rate, and true accept rates at false accept rates.",
            mixinStandardHelpOptions = true)
    private static final class VerificationCommand implements Callable<Integer> {
        private static final int PROGRESS_EVERY = 500;

        private final Terminal terminal;

        @Option(
                names = "--images",
                required = true,
                paramLabel = "DIR",
                description = "The pictures, in a folder for each person.")
        private @Nullable Path images;

        @Option(
                names = "--pairs",
                required = true,
                paramLabel = "FILE.csv",
                description = "image_a,image_b,same with a header line; a first column fold may be there.")
        private @Nullable Path pairs;

        @Option(
                names = "--embedder",
                paramLabel = "ID",
                description = "The network that compares faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
        private String embedder = Catalogue.EMBEDDER;

        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean json;

        VerificationCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            Path folder = Objects.requireNonNull(images);
            if (!Files.isDirectory(folder)) {
                throw new UserError("There is no folder " + folder + ": give the folder of pictures with --images.");
            }
            PairsFile file = PairsFile.read(Objects.requireNonNull(pairs));
            Set<String> names = VerificationEvaluation.images(file);
            for (String name : names) {
                if (!Files.isRegularFile(folder.resolve(name))) {
                    throw new UserError("The picture " + folder.resolve(name) + ", which " + pairs
                            + " names, is not there: give the folder that its names start from with --images.");
                }
            }
            try (FaceModels models = new LocalModels(terminal).load(embedder)) {
                int workers = Runtime.getRuntime().availableProcessors();
                EmbeddedImages embedded =
                        new ImageEmbedder(models, workers).embed(folder, names, done -> told(done, names.size()));
                print(new VerificationEvaluation(file, embedded)
                        .report(models.names().embedder()));
            }
            return 0;
        }

        private void told(int done, int all) {
            if (done % PROGRESS_EVERY == 0) {
                terminal.progress(done + " of " + all + " pictures");
            }
        }

        private void print(VerificationReport report) {
            if (json) {
                terminal.json(report);
                return;
            }
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
        }

        private static String rate(VerificationReport report, String rate, @Nullable Double accepted) {
            return accepted == null
                    ? String.format("at FAR %-8s too few of the %d comparisons to tell", rate, report.impostorPairs())
                    : String.format(
                            Locale.ROOT,
                            "at FAR %-8s TAR %.2f %%, threshold %.3f",
                            rate,
                            100 * accepted,
                            report.thresholds().get(rate));
        }
    }
}
