package dev.vigil.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.lab.report.Plot.Dot;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PageTest {
    @Test
    void loadsNothingRunsNothingAndTakesNoNameForHtml() {
        String page = new Page("A <b>", "of \"X\" & <script>alert(1)</script>")
                .section("s")
                .table(List.of("who", "rate"), List.of(List.of("<img src=x>", "1 %")))
                .text("plain")
                .html();
        assertThat(page).doesNotContain("<script").doesNotContain("<img").doesNotContain("http:");
        assertThat(page)
                .contains("default-src 'none'")
                .contains("&lt;img src=x&gt;")
                .contains("<td>1 %</td>");
    }

    @Test
    void aPlotIsWellFormedAndItsPointsLieWhereTheAxesSay() throws Exception {
        String svg = new Plot(Axis.decades("FAR", 1e-4, 1), Axis.linear("TAR", 0, 1))
                .line("a & b", List.of(new Dot(1e-4, 0), new Dot(1e-2, .5), new Dot(1, 1)))
                .dashed("stated", List.of(new Dot(1e-9, .5), new Dot(5, .5)))
                .svg("what <it> shows");
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
        assertThat(root.getAttribute("aria-label")).isEqualTo("what <it> shows");
        assertThat(((Element) root.getElementsByTagName("polyline").item(0)).getAttribute("points"))
                .isEqualTo("64.0,292.0 304.0,153.0 544.0,14.0");
        assertThat(((Element) root.getElementsByTagName("polyline").item(1)).getAttribute("points"))
                .as("what lies beyond an axis is drawn at its end")
                .isEqualTo("64.0,153.0 544.0,153.0");
    }

    @Test
    void ticksAreRoundAndLabelsShort() {
        assertThat(Axis.decades("x", 1e-6, 1).ticks()).hasSize(7);
        assertThat(Axis.linear("x", 0, 1).ticks()).hasSize(6);
        assertThat(Axis.linear("x", .9, 1).ticks()).hasSize(6);
        assertThat(Axis.label(1e-6)).isEqualTo("10⁻⁶");
        assertThat(Axis.label(.001)).isEqualTo("0.001");
        assertThat(Axis.label(20)).isEqualTo("20");
        assertThat(Axis.label(0)).isEqualTo("0");
        assertThatThrownBy(() -> Axis.decades("x", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Axis.linear("x", 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
