package dev.vigil.vision.face;

import java.util.List;

/**
 * A similarity transform of the plane: turn, uniform scale and shift, without mirroring. The point {@code (x, y)} goes to {@code
 * (a x - b y + tx, b x + a y + ty)}.
 *
 * @param a scale times the cosine of the angle
 * @param b scale times the sine of the angle, which is positive clockwise as y points down
 * @param tx shift to the right
 * @param ty shift downwards
 */
public record Similarity(double a, double b, double tx, double ty) {
    /**
     * The one that brings the points {@code from} closest to the points {@code to} in the sum of squared distances: Umeyama,
     * "Least-squares estimation of transformation parameters between two point patterns", TPAMI 1991. In the plane, with points
     * as complex numbers, its singular value decomposition comes down to one division.
     *
     * @throws IllegalArgumentException if the lists differ in length, have fewer than two points, or all of {@code from} coincide
     */
    public static Similarity between(List<Point> from, List<Point> to) {
        if (from.size() != to.size() || from.size() < 2) {
            throw new IllegalArgumentException(
                    "A similarity needs two or more pairs of points, not " + from.size() + " and " + to.size() + ".");
        }
        Mean source = Mean.of(from);
        Mean target = Mean.of(to);
        double dot = 0;
        double cross = 0;
        double variance = 0;
        for (int i = 0; i < from.size(); i++) {
            double fx = from.get(i).x() - source.x;
            double fy = from.get(i).y() - source.y;
            double gx = to.get(i).x() - target.x;
            double gy = to.get(i).y() - target.y;
            dot += fx * gx + fy * gy;
            cross += fx * gy - fy * gx;
            variance += fx * fx + fy * fy;
        }
        if (!(variance > 1e-12)) {
            throw new IllegalArgumentException("Points that all coincide, or are not finite, have no similarity.");
        }
        double a = dot / variance;
        double b = cross / variance;
        return new Similarity(a, b, target.x - a * source.x + b * source.y, target.y - b * source.x - a * source.y);
    }

    /** Where a point goes. */
    public Point apply(Point p) {
        return new Point((float) (a * p.x() - b * p.y() + tx), (float) (b * p.x() + a * p.y() + ty));
    }

    /** How many times longer each distance becomes. */
    public double scale() {
        return Math.hypot(a, b);
    }

    private record Mean(double x, double y) {
        static Mean of(List<Point> points) {
            double x = 0;
            double y = 0;
            for (Point p : points) {
                x += p.x();
                y += p.y();
            }
            return new Mean(x / points.size(), y / points.size());
        }
    }
}
