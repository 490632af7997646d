package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.GroupLabels;
import dev.vigil.lab.evaluate.IdentificationEvaluation;
import dev.vigil.lab.evaluate.IdentificationLists;
import dev.vigil.lab.evaluate.IdentificationPage;
import dev.vigil.lab.evaluate.IdentificationReport;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.Interval;
import dev.vigil.lab.evaluate.Losses;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.lab.evaluate.StatedRate;
import dev.vigil.lab.evaluate.TemplateCache;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate identification}. */
@Command(
        name = "identification",
        description = {
            "Searches among a list of people: who is not found, and which stranger is taken for one of them.",
            "Lists come from --gallery, --known and --unknown, or are made of the folders by --split."
        },
        mixinStandardHelpOptions = true)
final class EvaluateIdentificationCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PicturesOptions pictures = new PicturesOptions();

    @Mixin
    private final EvaluationOptions options = new EvaluationOptions();

    @Mixin
    private final PartOption part = new PartOption();

    @Mixin
    private final ShrinkOption shrink = new ShrinkOption();

    @Option(names = "--gallery", paramLabel = "FILE.csv", description = "Who is enrolled: person,image with a header.")
    private @Nullable Path gallery;

    @Option(
            names = "--known",
            paramLabel = "FILE.csv",
            description = "Pictures of people of the gallery: person,image with a header line.")
    private @Nullable Path known;

    @Option(
            names = "--unknown",
            paramLabel = "FILE.csv",
            description = "Pictures of strangers: image, with a header line.")
    private @Nullable Path unknown;

    @Option(
            names = "--split",
            paramLabel = "SEED",
            description = "Makes the lists of the folders: enrols some people who have several pictures with one each, "
                    + "searches them with the others, and takes everybody else for a stranger.")
    private @Nullable Long split;

    @Option(
            names = "--enrolled",
            paramLabel = "SHARE",
            description = "With --split: the share of the people with several pictures that is enrolled; default "
                    + "${DEFAULT-VALUE}.")
    private double enrolled = .5;

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description = "Groups of people, whose rates are told apart: person,group with a header line.")
    private @Nullable Path labels;

    EvaluateIdentificationCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        pictures.folder();
        IdentificationLists lists = lists();
        GroupLabels groups = labels == null ? GroupLabels.NONE : GroupLabels.read(labels);
        try (TemplateCache cache = pictures.cache();
                FaceModels models = options.load(terminal)) {
            EmbeddedImages embedded = pictures.embed(terminal, models, cache, lists.images(), ImageEmbedder.NATIVE);
            Map<Integer, EmbeddedImages> shrunk =
                    pictures.shrunk(terminal, models, cache, lists.probes(), shrink.widths());
            IdentificationEvaluation.Rule rule = new IdentificationEvaluation.Rule(
                    models.embedderCard().curve(), DecisionRule.DEFAULT_RATE, Gate.DEFAULT::refuses);
            IdentificationReport report = new IdentificationEvaluation(lists, embedded, rule)
                    .report(shrunk, groups, origin(), models.names().embedder());
            options.publish(
                    terminal,
                    report,
                    () -> IdentificationPage.of(report, EvaluationOptions.when()),
                    () -> print(report));
        }
        return 0;
    }

    private IdentificationLists lists() {
        if (split != null && gallery == null && known == null && unknown == null) {
            if (!(enrolled > 0 && enrolled <= 1)) {
                throw new UserError("--enrolled " + enrolled + " is no share: write a number over 0, at most 1.");
            }
            PhotoFolders photos = part.of(PhotoFolders.read(pictures.folder()));
            int alone = photos.byPerson().size() - photos.withAtLeast(2).size();
            if (alone > 0) {
                terminal.say(alone + " of " + photos.byPerson().size()
                        + " people have one picture each: they are strangers in these lists");
            }
            return IdentificationLists.split(photos, split, enrolled);
        }
        part.refuseWithLists();
        if (split != null || gallery == null || known == null || unknown == null) {
            throw new UserError(
                    "Whom to search among whom? Give --gallery, --known and --unknown, or --split SEED alone.");
        }
        IdentificationLists lists = IdentificationLists.read(gallery, known, unknown);
        pictures.requirePictures(lists.images(), "a list");
        return lists;
    }

    private String origin() {
        return split == null
                ? "gallery " + gallery + ", known " + known + ", unknown " + unknown
                : "split of the folders, seed " + split + ", " + enrolled + " enrolled" + part.words();
    }

    private void print(IdentificationReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d people (%d templates), %d known and %d unknown probes, %d pictures without a face; model %s",
                report.people(),
                report.gallery(),
                report.known(),
                report.unknown(),
                report.failuresToAcquire(),
                report.model()));
        terminal.line("rank-1 " + percent(report.rank1()) + " " + interval(report.rank1Interval()));
        report.fnirAtFpir().forEach((rate, fnir) -> terminal.line(rate(report, rate, fnir)));
        terminal.line("by the model's card (" + report.curve() + "):");
        report.stated().forEach(stated -> terminal.line(stated(stated)));
        terminal.line("of the known, at the card's threshold for "
                + report.atDefault().stated() + ": " + losses(report.losses()));
        report.shrunk()
                .forEach(row -> terminal.line(String.format(
                        Locale.ROOT,
                        "faces of %d px: rank-1 %s, FNIR %s at FPIR 0.01; at the default threshold %s",
                        row.faceWidth(),
                        percent(row.rank1()),
                        percent(row.fnirAtFpir().get("0.01")),
                        losses(row.losses()))));
        report.groups()
                .forEach(group -> terminal.line(String.format(
                        Locale.ROOT,
                        "group %s: FNIR %s %s of %d, FPIR %s %s of %d",
                        group.group(),
                        percent(group.fnir()),
                        interval(group.fnirInterval()),
                        group.mated(),
                        percent(group.fpir()),
                        interval(group.fpirInterval()),
                        group.nonMated())));
    }

    private static String rate(IdentificationReport report, String rate, @Nullable Double fnir) {
        if (fnir == null) {
            return "at FPIR " + rate + ": too few of the " + report.unknown() + " strangers to tell";
        }
        return String.format(
                Locale.ROOT,
                "at FPIR %-5s FNIR %s %s, threshold %.3f",
                rate,
                percent(fnir),
                interval(report.fnirIntervals().get(rate)),
                report.thresholds().get(rate));
    }

    private static String stated(StatedRate stated) {
        return String.format(
                Locale.ROOT,
                "  stated FPIR %-5s threshold %.3f%s: measured %s %s (%s), FNIR %s",
                stated.stated(),
                stated.threshold(),
                stated.extrapolated() ? " (extrapolated)" : "",
                percent(stated.fpir()),
                interval(stated.fpirInterval()),
                stated.agreement().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                percent(stated.fnir()));
    }

    private static String losses(Losses losses) {
        return losses.found() + " found, " + losses.notEnrolled() + " not enrolled, " + losses.notDetected()
                + " not detected, " + losses.refusedByQuality() + " refused by quality, " + losses.belowThreshold()
                + " below the threshold, " + losses.somebodyElse() + " taken for somebody else";
    }

    private static String percent(@Nullable Double rate) {
        return rate == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * rate);
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null
                ? ""
                : String.format(Locale.ROOT, "[%.2f, %.2f]", 100 * interval.low(), 100 * interval.high());
    }
}
