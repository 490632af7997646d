package dev.vigil.vision.match;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's false match rate as a function of the score: the share of comparisons of different people that reach that score.
 * Between its points the logarithm of the rate is linear in the score; outside it goes on with the slope of the outermost
 * segment, which overestimates the rate where the curve bends downwards, as measured curves do, and so errs on the safe side. The
 * last points may be those of a fitted tail: they are used as the others are, and count as extrapolated.
 *
 * @param points at least two, by rising score and falling rate
 * @param kind what was compared: {@code still} (single pictures) or {@code track} (fused tracks as they are searched), or {@code
 *     assumed} where nothing was measured and another model's points stand in
 * @param calibrated whether it was measured for this store, not taken over
 * @param note what it was measured on; null where nothing is said
 * @param tail how the fitted points were found; null where there are none
 * @param at when {@code models calibrate} measured it for this store; null for what came with the card
 */
public record FalseMatchCurve(
        List<Point> points,
        String kind,
        boolean calibrated,
        @Nullable String note,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tail tail,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant at) {
    private static final String ASSUMED = "assumed";

    /** The default embedder's rates of single stills of LFW, from 29.6 million pairs of different people. */
    public static final List<Point> STILLS = List.of(new Point(.34, 1e-3), new Point(.42, 1e-4), new Point(.48, 1e-5));

    /**
     * One point.
     *
     * @param score a cosine in [-1, 1]
     * @param falseMatchRate in (0, 1]
     * @param low the lower end of the rate's 95 % interval; null where it is not known
     * @param high the upper end; null where it is not known
     * @param fitted whether it is one of a fitted tail, where too few comparisons reach the score to count them
     */
    public record Point(
            double score,
            double falseMatchRate,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double low,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double high,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean fitted) {
        /** Refuses what is no cosine or no rate. */
        @JsonCreator
        public Point {
            if (!(score >= -1 && score <= 1) || !(falseMatchRate > 0 && falseMatchRate <= 1)) {
                throw new IllegalArgumentException(
                        "A point of a false match curve has a score in [-1, 1] and a falseMatchRate in (0, 1].");
            }
        }

        /** A measured point whose interval is not known. */
        public Point(double score, double falseMatchRate) {
            this(score, falseMatchRate, null, null, false);
        }
    }

    /**
     * A generalised Pareto distribution fitted to the highest scores of different people.
     *
     * @param above the score from which on it was fitted
     * @param rateAbove the share of comparisons above that
     * @param shape of the distribution; negative where the scores have an upper end
     * @param scale of the distribution, a difference of cosines
     * @param exceedances how many comparisons it was fitted to
     * @param distance greatest distance between the fitted and the counted distribution, in [0, 1] (Kolmogorov-Smirnov)
     * @param probability of a distance as great or greater, were the fit true and the comparisons independent
     * @param lowestRate down to which its points reach; below, the last segment's slope goes on
     */
    public record Tail(
            double above,
            double rateAbove,
            double shape,
            double scale,
            int exceedances,
            double distance,
            double probability,
            double lowestRate) {}

    /** Sorts the points by score, and refuses a curve that does not fall. */
    @JsonCreator
    public FalseMatchCurve(
            @JsonProperty("points") List<Point> points,
            @JsonProperty("kind") String kind,
            @JsonProperty("calibrated") boolean calibrated,
            @JsonProperty("note") @Nullable String note,
            @JsonProperty("tail") @Nullable Tail tail,
            @JsonProperty("at") @Nullable Instant at) {
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
        this.tail = tail;
        this.at = at;
        if (measured(this.points).size() < 2) {
            throw new IllegalArgumentException("A false match curve needs two points that are not fitted.");
        }
        for (int i = 1; i < this.points.size(); i++) {
            Point a = this.points.get(i - 1);
            Point b = this.points.get(i);
            if (a.score() >= b.score() || a.falseMatchRate() <= b.falseMatchRate()) {
                throw new IllegalArgumentException("A false match curve's rate falls as its score rises.");
            }
        }
    }

    private static List<Point> measured(List<Point> points) {
        return points.stream().filter(point -> !point.fitted()).toList();
    }

    /** A curve without a tail, as a card brings it. */
    public FalseMatchCurve(List<Point> points, String kind, boolean calibrated, @Nullable String note) {
        this(points, kind, calibrated, note, null, null);
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
        List<Point> counted = measured(points);
        return isAssumed()
                || falseMatchRate > counted.get(0).falseMatchRate()
                || falseMatchRate < counted.get(counted.size() - 1).falseMatchRate();
    }

    private static double log(Point point) {
        return Math.log10(point.falseMatchRate());
    }
}
