package dev.vigil.lab.evaluate;

import dev.vigil.lab.report.Axis;
import dev.vigil.lab.report.Page;
import dev.vigil.lab.report.Plot;
import java.util.List;

/** Results about liveness as a page. */
public final class LivenessPage {
    private LivenessPage() {}

    /**
     * Writes the page.
     *
     * @param when the day and the machine, in words
     */
    public static String of(LivenessReport report, String when) {
        Page page = new Page(
                "Liveness",
                Figures.count(report.live()) + " pictures of faces that were there and "
                        + Figures.count(report.attacks())
                        + " of pictures of faces, of " + report.subjects() + " people; "
                        + Figures.count(report.noFace()) + " without a face found, "
                        + Figures.count(report.unreadable()) + " unreadable; network " + report.model() + ". " + when);
        page.section("Faces and pictures of faces");
        page.text(
                "APCER is the share of attacks that pass, BPCER that of live faces that are refused (ISO/IEC 30107-3); at the equal"
                        + " error rate both are the same. Intervals are of 95 %, by drawing people: what a network makes of an attack depends on"
                        + " the camera, the paper and the light, so expect other figures on yours.");
        page.table(
                List.of(
                        "pictures judged together",
                        "live",
                        "attacks",
                        "AUC",
                        "95 %",
                        "EER",
                        "95 %",
                        "APCER at 0.5",
                        "BPCER at 0.5"),
                report.rows().stream()
                        .map(row -> List.of(
                                Figures.count(row.frames()),
                                Figures.count(row.live()),
                                Figures.count(row.attacks()),
                                Figures.score(row.auc()),
                                Figures.score(row.aucInterval().low()) + " to "
                                        + Figures.score(row.aucInterval().high()),
                                Figures.percent(row.eer()),
                                Figures.percent(row.eerInterval()),
                                Figures.percent(row.atHalf().apcer()),
                                Figures.percent(row.atHalf().bpcer())))
                        .toList());
        Plot plot = new Plot(Axis.linear("attacks that pass", 0, 1), Axis.linear("live faces that are refused", 0, 1));
        report.rows()
                .forEach(row -> plot.line(
                        row.frames() == 1 ? "single pictures" : row.frames() + " pictures together",
                        row.curve().stream()
                                .map(point -> new Plot.Dot(point.falsePositive(), point.falseNegative()))
                                .toList()));
        page.plot(plot, "The two errors at each threshold.");
        return page.html();
    }
}
