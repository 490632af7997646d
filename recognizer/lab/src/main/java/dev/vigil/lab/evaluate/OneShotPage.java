package dev.vigil.lab.evaluate;

import dev.vigil.lab.report.Axis;
import dev.vigil.lab.report.Page;
import dev.vigil.lab.report.Plot;
import java.util.List;

/** One-shot results as a page. */
public final class OneShotPage {
    private OneShotPage() {}

    /**
     * Writes the page.
     *
     * @param when the day and the machine, in words
     */
    public static String of(OneShotReport report, String when) {
        Page page = new Page(
                "Few pictures of each person",
                Figures.count(report.people()) + " people, " + Figures.count(report.images()) + " pictures, "
                        + Figures.count(report.failuresToAcquire()) + " without a face; "
                        + Figures.count(report.episodes()) + " episodes each, seed " + report.seed() + "; model "
                        + report.model() + ". " + when);
        page.section("The right one of so many");
        page.text(
                "An episode draws people at random, enrols so many pictures of each, and asks who one further picture of each"
                        + " shows; the best picture counts, as in the gallery. Intervals are of 95 %: by person says how it would be with"
                        + " other people; by episode is what is usually given, and too narrow where episodes share people.");
        page.table(
                List.of("people", "pictures of each", "who have enough", "rank 1", "by person", "by episode"),
                report.rows().stream()
                        .map(row -> List.of(
                                Figures.count(row.ways()),
                                Figures.count(row.shots()),
                                Figures.count(row.people()),
                                row.rank1() == null ? "too few" : Figures.percent(row.rank1()),
                                Figures.percent(row.personInterval()),
                                Figures.percent(row.episodeInterval())))
                        .toList());
        List<OneShotReport.Row> measured =
                report.rows().stream().filter(row -> row.rank1() != null).toList();
        double least = measured.stream()
                .mapToDouble(row -> row.rank1() == null ? 1 : row.rank1())
                .min()
                .orElse(1);
        int most = measured.stream().mapToInt(OneShotReport.Row::ways).max().orElse(0);
        if (most > 2) {
            Plot plot = new Plot(
                    Axis.decades("people to choose among", 1, Math.max(10, most)),
                    Axis.linear("rank 1", Math.max(0, Math.floor(least * 50 - .5) / 50), 1));
            measured.stream()
                    .map(OneShotReport.Row::shots)
                    .distinct()
                    .forEach(shots -> plot.marked(
                            shots == 1 ? "one picture each" : shots + " pictures each",
                            measured.stream()
                                    .filter(row -> row.shots() == shots)
                                    .map(row -> new Plot.Dot(row.ways(), row.rank1() == null ? 0 : row.rank1()))
                                    .toList()));
            page.plot(plot, "How often the right person is named, by how many there are to choose among.");
        }
        return page.html();
    }
}
