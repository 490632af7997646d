package dev.vigil.vision.match;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's false match rate as a function of the score: the share of comparisons of different people that reach that score.
 * Between its points the logarithm of the rate is linear in the score; outside it goes on with the slope of the outermost
 * segment, which overestimates the rate where the curve bends downwards, as measured curves do, and so errs on the safe side.
 *
 * @param points at least two, by rising score and falling rate
 * @param kind what was compared: {@code still} (single pictures) or {@code track} (fused tracks as they are searched), or {@code
 *     assumed} where nothing was measured and another model's points stand in
 * @param calibrated whether it was measured for this store, not taken over
 * @param note what it was measured on; null where nothing is said
 */
public record FalseMatchCurve(
        List<Point> points,
        String kind,
        boolean calibrated,
        @Nullable String note) {
    private static final String ASSUMED = "assumed";

    /** The default embedder's rates of single stills of LFW, from 29.6 million pairs of different people. */
    public static final List<Point> STILLS = List.of(new Point(.34, 1e-3), new Point(.42, 1e-4), new Point(.48, 1e-5));

    /**
     * One measured point.
     *
     * @param score a cosine in [-1, 1]
     * @param falseMatchRate in (0, 1]
     */
    public record Point(double score, double falseMatchRate) {
        /** Refuses what is no cosine or no rate. */
        public Point {
            if (!(score >= -1 && score <= 1) || !(falseMatchRate > 0 && falseMatchRate <= 1)) {
                throw new IllegalArgumentException(
                        "A point of a false match curve has a score in [-1, 1] and a falseMatchRate in (0, 1].");
            }
        }
    }

    /** Sorts the points by score, and refuses a curve that does not fall. */
    @JsonCreator
    public FalseMatchCurve(
            @JsonProperty("points") List<Point> points,
            @JsonProperty("kind") String kind,
            @JsonProperty("calibrated") boolean calibrated,
            @JsonProperty("note") @Nullable String note) {
        if (points == null || points.size() < 2) {
            throw new IllegalArgumentException("A false match curve needs at least two points.");
        }
        if (!"still".equals(kind) && !"track".equals(kind) && !ASSUMED.equals(kind)) {
            throw new IllegalArgumentException("A false match curve's kind is \"still\" or \"track\".");
        }
        this.points =
                points.stream().sorted(Comparator.comparingDouble(Point::score)).toList();
        this.kind = kind;
        this.calibrated = calibrated;
        this.note = note;
        for (int i = 1; i < this.points.size(); i++) {
            Point a = this.points.get(i - 1);
            Point b = this.points.get(i);
            if (a.score() >= b.score() || a.falseMatchRate() <= b.falseMatchRate()) {
                throw new IllegalArgumentException("A false match curve's rate falls as its score rises.");
            }
        }
    }

    /** A curve without a note. */
    public FalseMatchCurve(List<Point> points, String kind, boolean calibrated) {
        this(points, kind, calibrated, null);
    }

    /** What stands in where nothing was measured of a model: the default embedder's points, all of them extrapolated. */
    public static FalseMatchCurve assumed() {
        return new FalseMatchCurve(
                STILLS,
                ASSUMED,
                false,
                "Nothing was measured of this model: the points of the default embedder stand in.");
    }

    /** Whether nothing was measured, and another model's points stand in. */
    @JsonIgnore
    public boolean isAssumed() {
        return kind.equals(ASSUMED);
    }

    /** The false match rate of accepting from {@code score} on, in (0, 1]. */
    public double falseMatchRate(double score) {
        int i = 1;
        while (i < points.size() - 1 && score > points.get(i).score()) {
            i++;
        }
        Point a = points.get(i - 1);
        Point b = points.get(i);
        double part = (score - a.score()) / (b.score() - a.score());
        double log = log(a) + part * (log(b) - log(a));
        return Math.min(1, Math.pow(10, log));
    }

    /**
     * The score from which on to accept so that the false match rate is {@code falseMatchRate}; never outside [-1, 1].
     *
     * @throws IllegalArgumentException if it is no rate in (0, 1]
     */
    public double score(double falseMatchRate) {
        if (!(falseMatchRate > 0 && falseMatchRate <= 1)) {
            throw new IllegalArgumentException("A false match rate lies in (0, 1], unlike " + falseMatchRate + ".");
        }
        int i = 1;
        while (i < points.size() - 1 && falseMatchRate < points.get(i).falseMatchRate()) {
            i++;
        }
        Point a = points.get(i - 1);
        Point b = points.get(i);
        double part = (Math.log10(falseMatchRate) - log(a)) / (log(b) - log(a));
        return Math.max(-1, Math.min(1, a.score() + part * (b.score() - a.score())));
    }

    /** Whether that rate lies outside what was measured; always where nothing was. */
    public boolean extrapolates(double falseMatchRate) {
        return isAssumed()
                || falseMatchRate > points.get(0).falseMatchRate()
                || falseMatchRate < points.get(points.size() - 1).falseMatchRate();
    }

    private static double log(Point point) {
        return Math.log10(point.falseMatchRate());
    }
}
