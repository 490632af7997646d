package dev.vigil.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two axes, drawn as SVG. Not thread-safe. */
public final class Plot {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;
    private static final int LEGEND = 20;
    /** Told apart by people who see few colours, too (Okabe and Ito, 2008). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555");

    private final Axis across;
    private final Axis up;
    private final List<Series> series = new ArrayList<>();

    /**
     * A point of a line.
     *
     * @param x on the axis across
     * @param y on the axis upwards
     */
    public record Dot(double x, double y) {}

    private record Series(String name, List<Dot> dots, boolean dashed, boolean marked) {}

    /** An empty plot. */
    public Plot(Axis across, Axis up) {
        this.across = across;
        this.up = up;
    }

    /** Adds a line. */
    public Plot line(String name, List<Dot> dots) {
        series.add(new Series(name, List.copyOf(dots), false, false));
        return this;
    }

    /** Adds a line with a mark at each of its points. */
    public Plot marked(String name, List<Dot> dots) {
        series.add(new Series(name, List.copyOf(dots), false, true));
        return this;
    }

    /** Adds a dashed line, of what was stated and not measured. */
    public Plot dashed(String name, List<Dot> dots) {
        series.add(new Series(name, List.copyOf(dots), true, false));
        return this;
    }

    /** The plot as one SVG element, which says what it shows to those who can't see it. */
    public String svg(String title) {
        int height = HEIGHT + LEGEND * series.size();
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">%n",
                WIDTH,
                height,
                Page.escaped(title)));
        grid(svg);
        for (int i = 0; i < series.size(); i++) {
            draw(svg, series.get(i), COLOURS.get(i % COLOURS.size()), HEIGHT + LEGEND * i + 8);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (double tick : across.ticks()) {
            double x = x(tick);
            svg.append(line(x, TOP, x, HEIGHT - BOTTOM, "grid"));
            svg.append(text(x, HEIGHT - BOTTOM + 16, "middle", Axis.label(tick)));
        }
        for (double tick : up.ticks()) {
            double y = y(tick);
            svg.append(line(LEFT, y, WIDTH - RIGHT, y, "grid"));
            svg.append(text(LEFT - 6, y + 4, "end", Axis.label(tick)));
        }
        svg.append(line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis"));
        svg.append(line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "axis"));
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 36, "middle", across.title()));
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2,
                Page.escaped(up.title())));
    }

    private void draw(StringBuilder svg, Series one, String colour, int legend) {
        StringBuilder points = new StringBuilder();
        one.dots().forEach(dot -> points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(dot.x()), y(dot.y()))));
        String dash = one.dashed() ? " stroke-dasharray=\"6 4\"" : "";
        svg.append(String.format(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>%n",
                colour, dash, points.toString().strip()));
        if (one.marked()) {
            one.dots()
                    .forEach(dot -> svg.append(String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                            x(dot.x()),
                            y(dot.y()),
                            colour)));
        }
        svg.append(String.format(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                LEFT, legend, LEFT + 28, legend, colour, dash));
        svg.append(text(LEFT + 36, legend + 4, "start", one.name()));
    }

    private static String line(double x1, double y1, double x2, double y2, String kind) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                kind,
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                Page.escaped(text));
    }

    private double x(double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
    }
}
