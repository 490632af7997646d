package dev.vigil.lab.evaluate;

import dev.vigil.lab.report.Axis;
import dev.vigil.lab.report.Page;
import dev.vigil.lab.report.Plot;
import dev.vigil.lab.report.Plot.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification's results as a page. */
public final class VerificationPage {
    private final VerificationReport report;

    private VerificationPage(VerificationReport report) {
        this.report = report;
    }

    /**
     * Writes the page.
     *
     * @param when the day and the machine, in words
     */
    public static String of(VerificationReport report, String when) {
        return new VerificationPage(report).page(when);
    }

    private String page(String when) {
        Page page = new Page(
                "Verification",
                Figures.count(report.pairs()) + " pairs of " + Figures.count(report.images()) + " pictures, "
                        + Figures.count(report.failuresToAcquire()) + " without a face, "
                        + Figures.count(report.unreadable()) + " unreadable; model " + report.model() + ". " + when);
        accuracy(page);
        rates(page);
        curves(page);
        losses(page);
        quality(page);
        shrunk(page);
        groups(page);
        return page.html();
    }

    private void accuracy(Page page) {
        page.section("Accuracy");
        page.text(
                report.accuracyStd() == null
                        ? "Accuracy " + Figures.percent(report.accuracy())
                                + ", with the threshold that is best on these very pairs, and so a little too good."
                        : "Accuracy " + Figures.percent(report.accuracy()) + " ± "
                                + Figures.percent(report.accuracyStd())
                                + " over the folds, each with the threshold that is best on the others (the protocol of LFW).");
        page.text("Equal error rate " + Figures.percent(report.eer()) + "; area under the ROC curve "
                + String.format(Locale.ROOT, "%.5f", report.auc()) + ".");
        List<List<String>> folds = new ArrayList<>();
        for (int fold = 0; fold < report.folds().size(); fold++) {
            folds.add(List.of(
                    Integer.toString(fold + 1), Figures.percent(report.folds().get(fold))));
        }
        if (!folds.isEmpty()) {
            page.table(List.of("fold", "accuracy"), folds);
        }
    }

    private void rates(Page page) {
        page.section("True accepts at false accepts");
        page.text("Thresholds are from all " + Figures.count(report.impostorPairs())
                + " comparisons of different people among the pictures. Intervals are of 95 %, drawn by person.");
        List<List<String>> rows = new ArrayList<>();
        report.tarAtFar()
                .forEach((rate, tar) -> rows.add(List.of(
                        rate,
                        Figures.score(report.thresholds().get(rate)),
                        tar == null ? "too few comparisons" : Figures.percent(tar),
                        Figures.percent(report.tarIntervals().get(rate)))));
        page.table(List.of("FAR", "threshold", "TAR", "95 %"), rows);
    }

    private void curves(Page page) {
        double least = Math.min(.1, Math.max(1e-7, 1.0 / Math.max(1, report.impostorPairs())));
        List<Dot> roc = new ArrayList<>();
        List<Dot> det = new ArrayList<>();
        report.det().forEach(point -> {
            roc.add(new Dot(point.falsePositive(), 1 - point.falseNegative()));
            det.add(new Dot(point.falsePositive(), point.falseNegative()));
        });
        double low = roc.stream().mapToDouble(Dot::y).min().orElse(0);
        page.plot(
                new Plot(
                                Axis.decades("false accept rate", least, 1),
                                Axis.linear("true accept rate", Math.min(.9, Math.floor(low * 20) / 20), 1))
                        .line("measured", roc),
                "Receiver operating characteristic (ROC).");
        double lowest = Math.min(.01, 2.0 / report.pairs());
        page.plot(
                new Plot(Axis.decades("false accept rate", least, 1), Axis.decades("false reject rate", lowest, 1))
                        .line("measured", det),
                "Detection error trade-off (DET). Zero lies on the lower edge.");
    }

    private void losses(Page page) {
        page.section("Where pairs of the same person are lost");
        page.text("At the threshold " + Figures.score(report.workingThreshold())
                + "; each pair counts once, at the first stage that loses it.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stages.row("as they are", report.losses()));
        report.shrunk().forEach(row -> rows.add(Stages.row(row.faceWidth() + " px", row.losses())));
        page.table(Stages.header("faces"), rows);
    }

    private void quality(Page page) {
        page.section("What refusing poor pictures brings");
        double most = .01;
        for (RejectPoint point : report.reject()) {
            most = Math.max(most, point.falseNegative());
        }
        for (VerificationReport.Shrunk row : report.shrunk()) {
            for (RejectPoint point : row.reject()) {
                most = Math.max(most, point.falseNegative());
            }
        }
        Plot plot = new Plot(Axis.linear("share refused", 0, .5), Axis.linear("false reject rate", 0, most));
        plot.marked("as they are", dots(report.reject()));
        report.shrunk().forEach(row -> plot.marked(row.faceWidth() + " px", dots(row.reject())));
        if (!report.rejectMixed().isEmpty()) {
            plot.marked("all sizes together", dots(report.rejectMixed()));
        }
        page.plot(
                plot,
                "Error versus discard (ISO/IEC 29794-1): false rejects at the threshold "
                        + Figures.score(report.workingThreshold())
                        + " as the pairs with the worst pictures are refused.");
    }

    private static List<Dot> dots(List<RejectPoint> points) {
        return points.stream()
                .map(point -> new Dot(point.refused(), point.falseNegative()))
                .toList();
    }

    private void shrunk(Page page) {
        if (report.shrunk().isEmpty()) {
            return;
        }
        page.section("Smaller faces");
        page.text(
                "The second picture of each pair shrunk until its face is so many pixels wide. At the same thresholds says what"
                        + " becomes of a system that is set up with good pictures.");
        page.table(
                List.of(
                        "faces",
                        "without a face",
                        "EER",
                        "TAR at FAR 0.001",
                        "at 0.0001",
                        "at the same threshold",
                        "FAR there"),
                report.shrunk().stream()
                        .map(row -> List.of(
                                row.faceWidth() + " px",
                                Figures.count(row.failuresToAcquire()),
                                Figures.percent(row.eer()),
                                Figures.percent(row.tarAtFar().get("0.001")),
                                Figures.percent(row.tarAtFar().get("0.0001")),
                                Figures.percent(row.tarAtThresholds().get("0.001")),
                                row.far() == null ? "–" : String.format(Locale.ROOT, "%.1e", row.far())))
                        .toList());
    }

    private void groups(Page page) {
        if (report.groups().isEmpty()) {
            return;
        }
        page.section("By group");
        page.text("At the threshold " + Figures.score(report.workingThreshold())
                + "; false accepts are comparisons of different people of the same group.");
        page.table(
                List.of("group", "pairs", "TAR", "95 %", "comparisons", "FAR"),
                report.groups().stream()
                        .map(group -> List.of(
                                group.group(),
                                Figures.count(group.genuine()),
                                Figures.percent(group.tar()),
                                Figures.percent(group.tarInterval()),
                                Figures.count(group.impostorPairs()),
                                group.far() == null ? "–" : String.format(Locale.ROOT, "%.1e", group.far())))
                        .toList());
    }
}
