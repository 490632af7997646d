package dev.vigil.lab.evaluate;

import dev.vigil.lab.report.Axis;
import dev.vigil.lab.report.Page;
import dev.vigil.lab.report.Plot;
import java.util.List;
import java.util.Locale;

/** A detector's results as a page. */
public final class DetectionPage {
    private DetectionPage() {}

    /**
     * Writes the page.
     *
     * @param when the day and the machine, in words
     */
    public static String of(DetectionReport report, String when) {
        Page page = new Page(
                "Detection",
                Figures.count(report.images()) + " pictures with " + Figures.count(report.faces()) + " faces, "
                        + Figures.count(report.unreadable()) + " unreadable; detector " + report.model() + " at "
                        + report.input() + ". " + when);
        page.section("How small a face may be");
        page.text(
                "Pictures are shrunk until a face is so many pixels wide, and the detector looks at a window of its own input's"
                        + " size. A face is found where a detection overlaps it by half. "
                        + (report.truth().equals("labels")
                                ? "Faces are those of the labels."
                                : "There are no labels: the faces that this detector finds in the whole pictures count as truth, so that"
                                        + " faces that it never finds are not missed here."));
        page.table(
                List.of("faces", "looked for", "found", "95 %", "false positives", "per window", "ms per window"),
                report.sizes().stream()
                        .map(row -> List.of(
                                row.faceWidth() + " px",
                                Figures.count(row.faces()),
                                Figures.percent(row.recall()),
                                row.recall() == null ? "–" : Figures.percent(row.recallInterval()),
                                Figures.count(row.falsePositives()),
                                String.format(Locale.ROOT, "%.4f", row.perWindow()),
                                String.format(Locale.ROOT, "%.1f", row.msPerWindow())))
                        .toList());
        List<Plot.Dot> dots = report.sizes().stream()
                .filter(row -> row.recall() != null)
                .map(row -> new Plot.Dot(row.faceWidth(), row.recall() == null ? 0 : row.recall()))
                .toList();
        if (dots.size() > 1) {
            double most = dots.stream().mapToDouble(Plot.Dot::x).max().orElse(1);
            page.plot(
                    new Plot(Axis.linear("width of the face in pixels", 0, most), Axis.linear("share found", 0, 1))
                            .marked(report.model() + " at " + report.input(), dots),
                    "Recall by size.");
        }
        DetectionReport.Whole whole = report.whole();
        if (whole != null) {
            page.section("Whole pictures");
            page.text("Scaled to the detector's input, as cameras' frames are: " + Figures.percent(whole.recall())
                    + " of " + Figures.count(whole.faces()) + " labelled faces are found ("
                    + Figures.percent(whole.recallInterval()) + "), with " + Figures.count(whole.falsePositives())
                    + " false positives, " + String.format(Locale.ROOT, "%.3f", whole.perPicture())
                    + " per picture.");
        }
        return page.html();
    }
}
