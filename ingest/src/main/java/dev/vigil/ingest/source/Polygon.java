package dev.vigil.ingest.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A privacy mask: what lies in it is black in everything that leaves ingest. Its points are shares of the width and height of the
 * whole upright picture, before any region is cut out of it.
 *
 * @param points its corners in order, 3 to 64; the last is joined to the first
 */
public record Polygon(List<Point> points) {
    private static final int MOST = 64;

    /**
     * A corner.
     *
     * @param x share of the width, in [0, 1]
     * @param y share of the height, in [0, 1]
     */
    public record Point(double x, double y) {}

    /**
     * Checks the points.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public Polygon {
        points = List.copyOf(points);
        boolean inside = points.stream().allMatch(p -> p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1);
        if (!inside || points.size() < 3 || points.size() > MOST) {
            throw wrong();
        }
    }

    /**
     * Reads {@code x,y x,y x,y}, as the {@code points} of an SVG polygon are written.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public static Polygon parse(String text) {
        List<Double> numbers = Shares.numbers(text).orElseThrow(Polygon::wrong);
        if (numbers.size() % 2 != 0) {
            throw wrong();
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            points.add(new Point(numbers.get(i), numbers.get(i + 1)));
        }
        return new Polygon(points);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "A mask is a polygon of 3 to 64 points 'x,y' in shares of the picture, from 0 to 1: '0,0 0.3,0 0.3,0.5 0,0.5'"
                        + " is a corner.");
    }
}
