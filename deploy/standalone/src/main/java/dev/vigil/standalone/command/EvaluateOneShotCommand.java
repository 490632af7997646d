package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.Interval;
import dev.vigil.lab.evaluate.OneShotEvaluation;
import dev.vigil.lab.evaluate.OneShotPage;
import dev.vigil.lab.evaluate.OneShotReport;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.lab.evaluate.TemplateCache;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate oneshot}. */
@Command(
        name = "oneshot",
        description = "Few pictures of each person: how often the right one of so many people is named.",
        mixinStandardHelpOptions = true)
final class EvaluateOneShotCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PicturesOptions pictures = new PicturesOptions();

    @Mixin
    private final EvaluationOptions options = new EvaluationOptions();

    @Option(
            names = "--ways",
            split = ",",
            paramLabel = "N",
            description = "How many people to choose among; default ${DEFAULT-VALUE}.")
    private List<Integer> ways = List.of(5, 20, 100);

    @Option(
            names = "--shots",
            split = ",",
            paramLabel = "K",
            description = "How many pictures are known of each; default ${DEFAULT-VALUE}.")
    private List<Integer> shots = List.of(1, 2, 5);

    @Option(names = "--episodes", paramLabel = "N", description = "How many draws; default ${DEFAULT-VALUE}.")
    private int episodes = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "Of the draws; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    EvaluateOneShotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (ways.stream().anyMatch(n -> n < 2) || shots.stream().anyMatch(k -> k < 1) || episodes < 2) {
            throw new UserError("An episode needs 2 ways, 1 shot, and there must be 2 episodes, at least: write "
                    + "--ways 5,20 --shots 1,2 --episodes 1000.");
        }
        PhotoFolders photos = PhotoFolders.read(pictures.folder());
        try (TemplateCache cache = pictures.cache();
                FaceModels models = options.load(terminal)) {
            EmbeddedImages embedded = pictures.embed(terminal, models, cache, photos.pictures(), ImageEmbedder.NATIVE);
            OneShotReport report = new OneShotEvaluation(photos, embedded)
                    .report(ways, shots, episodes, seed, models.names().embedder());
            options.publish(
                    terminal, report, () -> OneShotPage.of(report, EvaluationOptions.when()), () -> print(report));
        }
        return 0;
    }

    private void print(OneShotReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d people, %d pictures, %d without a face; %d episodes each, seed %d; model %s",
                report.people(),
                report.images(),
                report.failuresToAcquire(),
                report.episodes(),
                report.seed(),
                report.model()));
        report.rows().forEach(row -> terminal.line(line(row)));
    }

    private static String line(OneShotReport.Row row) {
        String what = String.format(Locale.ROOT, "%3d ways, %d shots: ", row.ways(), row.shots());
        if (row.rank1() == null) {
            return what + "only " + row.people() + " people have " + (row.shots() + 1) + " pictures with a face";
        }
        Interval episodes = Objects.requireNonNull(row.episodeInterval());
        Interval people = Objects.requireNonNull(row.personInterval());
        return what
                + String.format(
                        Locale.ROOT,
                        "rank-1 %.2f %% [%.2f, %.2f] by person, [%.2f, %.2f] by episode; %d people",
                        100 * row.rank1(),
                        100 * people.low(),
                        100 * people.high(),
                        100 * episodes.low(),
                        100 * episodes.high(),
                        row.people());
    }
}
