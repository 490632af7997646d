package dev.vigil.lab.evaluate;

import dev.vigil.lab.report.Axis;
import dev.vigil.lab.report.Page;
import dev.vigil.lab.report.Plot;
import dev.vigil.lab.report.Plot.Dot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** An identification's results as a page. */
public final class IdentificationPage {
    private final IdentificationReport report;

    private IdentificationPage(IdentificationReport report) {
        this.report = report;
    }

    /**
     * Writes the page.
     *
     * @param when the day and the machine, in words
     */
    public static String of(IdentificationReport report, String when) {
        return new IdentificationPage(report).page(when);
    }

    private String page(String when) {
        Page page = new Page(
                "Identification",
                Figures.count(report.people()) + " people enrolled with " + Figures.count(report.gallery())
                        + " pictures, " + Figures.count(report.known()) + " searches by them and "
                        + Figures.count(report.unknown()) + " by strangers; model " + report.model() + ". Lists: "
                        + report.lists() + ". " + when);
        errors(page);
        stated(page);
        losses(page);
        quality(page);
        shrunk(page);
        groups(page);
        return page.html();
    }

    private void errors(Page page) {
        page.section("Who is not found, and who is taken for somebody");
        page.text("The right person comes first in " + Figures.percent(report.rank1()) + " of the searches ("
                + Figures.percent(report.rank1Interval())
                + "), whatever the score. FPIR is the share of strangers' searches that return anybody at or above the threshold,"
                + " FNIR the share of the others that do not return the right person first and at or above it (ISO/IEC 19795-1)."
                + " Intervals are of 95 %, drawn by person.");
        List<List<String>> rows = new ArrayList<>();
        report.fnirAtFpir()
                .forEach((rate, fnir) -> rows.add(List.of(
                        rate,
                        Figures.score(report.thresholds().get(rate)),
                        fnir == null ? "too few strangers" : Figures.percent(fnir),
                        Figures.percent(report.fnirIntervals().get(rate)))));
        page.table(List.of("FPIR", "threshold", "FNIR", "95 %"), rows);
        double least = Math.min(.01, 1.0 / report.unknown());
        double low = Math.min(.01, 1.0 / report.known());
        page.plot(
                new Plot(Axis.decades("FPIR", least, 1), Axis.decades("FNIR", low, 1))
                        .line(
                                "measured",
                                report.det().stream()
                                        .map(point -> new Dot(point.falsePositive(), point.falseNegative()))
                                        .toList()),
                "Detection error trade-off: errors of both kinds as the threshold rises from right to left. Zero lies on the lower"
                        + " edge.");
        List<Dot> ranks = new ArrayList<>();
        for (int rank = 1; rank <= report.cmc().size(); rank++) {
            ranks.add(new Dot(rank, report.cmc().get(rank - 1)));
        }
        if (ranks.size() > 1) {
            double floor = Math.min(.9, Math.floor(report.cmc().get(0) * 20) / 20);
            page.plot(
                    new Plot(Axis.linear("rank", 1, ranks.size()), Axis.linear("share found", Math.max(0, floor), 1))
                            .marked("among the first", ranks),
                    "Cumulative match characteristic: the share of searches that return the person among the first.");
        }
    }

    private void stated(Page page) {
        page.section("Stated and measured");
        page.text("The model's card states a threshold for a wanted FPIR and for " + Figures.count(report.gallery())
                + " templates. Its curve is " + report.curve());
        page.table(
                List.of("stated FPIR", "threshold", "measured FPIR", "95 %", "agreement", "FNIR"),
                report.stated().stream()
                        .map(stated -> List.of(
                                rate(stated.stated()) + (stated.extrapolated() ? " (extrapolated)" : ""),
                                Figures.score(stated.threshold()),
                                Figures.percent(stated.fpir()),
                                Figures.percent(stated.fpirInterval()),
                                words(stated.agreement()),
                                Figures.percent(stated.fnir())))
                        .toList());
        page.text(
                "Agrees: the stated rate lies in the interval. Safe: it lies above it, by a factor of at most three.");
        double least = Math.min(.001, .5 / report.unknown());
        page.plot(
                new Plot(Axis.decades("stated FPIR", .0005, .2), Axis.decades("measured FPIR", least, 1))
                        .marked("measured", dots(StatedRate::fpir))
                        .dashed(
                                "95 %, upper",
                                dots(stated -> stated.fpirInterval().high()))
                        .dashed(
                                "95 %, lower",
                                dots(stated -> stated.fpirInterval().low()))
                        .line("as stated", List.of(new Dot(.0005, .0005), new Dot(.2, .2))),
                "What the card states, and what was measured. Zero lies on the lower edge.");
    }

    private static String rate(double rate) {
        return Double.toString(rate);
    }

    private static String words(StatedRate.Agreement agreement) {
        return agreement.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<Dot> dots(ToDoubleFunction<StatedRate> of) {
        return report.stated().stream()
                .sorted(Comparator.comparingDouble(StatedRate::stated))
                .map(stated -> new Dot(stated.stated(), of.applyAsDouble(stated)))
                .toList();
    }

    private void losses(Page page) {
        page.section("Where searches are lost");
        page.text("At the card's threshold for a stated rate of "
                + report.atDefault().stated() + ", "
                + Figures.score(report.atDefault().threshold())
                + "; each search counts once, at the first stage that loses it. " + report.unreadable()
                + " pictures could not be read and are left out.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stages.row("as they are", report.losses()));
        report.shrunk().forEach(row -> rows.add(Stages.row(row.faceWidth() + " px", row.losses())));
        page.table(Stages.header("faces"), rows);
    }

    private void quality(Page page) {
        page.section("What refusing poor pictures brings");
        page.text("FNIR at the same threshold when the worst probes are refused first.");
        double most = Math.max(
                .01,
                report.reject().stream()
                        .mapToDouble(RejectPoint::falseNegative)
                        .max()
                        .orElse(.01));
        page.plot(
                new Plot(Axis.linear("share refused", 0, .5), Axis.linear("FNIR", 0, most))
                        .marked(
                                "as they are",
                                report.reject().stream()
                                        .map(point -> new Dot(point.refused(), point.falseNegative()))
                                        .toList()),
                "Error versus discard (ISO/IEC 29794-1).");
    }

    private void shrunk(Page page) {
        if (report.shrunk().isEmpty()) {
            return;
        }
        page.section("Smaller faces");
        page.text("Probes shrunk until their faces are so many pixels wide; the gallery stays as it is.");
        page.table(
                List.of(
                        "faces",
                        "without a face",
                        "rank 1",
                        "FNIR at FPIR 0.1",
                        "FNIR at FPIR 0.01",
                        "at the card's",
                        "FPIR there"),
                report.shrunk().stream()
                        .map(row -> List.of(
                                row.faceWidth() + " px",
                                Figures.count(row.failuresToAcquire()),
                                Figures.percent(row.rank1()),
                                Figures.percent(row.fnirAtFpir().get("0.1")),
                                Figures.percent(row.fnirAtFpir().get("0.01")),
                                Figures.percent(row.atDefault().fnir()),
                                Figures.percent(row.atDefault().fpir())))
                        .toList());
    }

    private void groups(Page page) {
        if (report.groups().isEmpty()) {
            return;
        }
        page.section("By group");
        page.text("At the card's threshold for a stated rate of "
                + report.atDefault().stated() + ".");
        page.table(
                List.of("group", "searches", "FNIR", "95 %", "strangers", "FPIR", "95 %"),
                report.groups().stream()
                        .map(group -> List.of(
                                group.group(),
                                Figures.count(group.mated()),
                                Figures.percent(group.fnir()),
                                Figures.percent(group.fnirInterval()),
                                Figures.count(group.nonMated()),
                                Figures.percent(group.fpir()),
                                Figures.percent(group.fpirInterval())))
                        .toList());
    }
}
