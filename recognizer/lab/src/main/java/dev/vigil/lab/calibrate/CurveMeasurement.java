package dev.vigil.lab.calibrate;

import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.FalseMatchCurve.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * From comparisons of different people to a curve: counted points down to the rate that thirty comparisons reach ("rule of 30",
 * Doddington et al., Speech Communication 31, 2000), each with an interval by drawing people with replacement, and below them the
 * points of a fitted tail, down to a hundredth of that rate, where the fit is not refuted.
 */
final class CurveMeasurement {
    /** So many comparisons must reach a score for its rate to be counted. */
    static final int COUNTED = 30;
    /** A rate is looked at with its people drawn so many times. */
    private static final int DRAWS = 500;
    /** The tail is fitted to the highest scores: so many at most, and of the comparisons such a share. */
    private static final int MOST_EXCEEDANCES = 1_000;

    private static final double TAIL_SHARE = .005;
    private static final int LEAST_EXCEEDANCES = 100;
    /** A fit that is as far off by chance more seldom than that is refuted. */
    private static final double REFUTED = .05;

    private static final double FITTED_DECADES = 2;
    private static final double EDGE = .025;
    private static final long SEED = 42;
    /** Above it so many comparisons would have to be kept that nothing is gained. */
    static final double HIGHEST_RATE = .1;

    private final ImpostorPairs pairs;
    private final List<Point> points = new ArrayList<>();
    private String tailNote = "";
    private FalseMatchCurve.@Nullable Tail tail;

    private CurveMeasurement(ImpostorPairs pairs) {
        this.pairs = pairs;
    }

    /**
     * What was found.
     *
     * @param curve for the card
     * @param tailNote what is to be said of its tail, one sentence
     */
    record Measured(FalseMatchCurve curve, String tailNote) {}

    /**
     * Measures.
     *
     * @param kind {@code still} or {@code track}
     * @param on what was measured, a sentence for the card
     * @param at when
     * @return null where there are too few comparisons for two points
     */
    static @Nullable Measured of(ImpostorPairs pairs, String kind, String on, Instant at) {
        CurveMeasurement measurement = new CurveMeasurement(pairs);
        measurement.count();
        if (measurement.points.size() < 2) {
            return null;
        }
        measurement.extend();
        measurement.addIntervals();
        FalseMatchCurve curve = new FalseMatchCurve(
                measurement.points, kind, true, on + " " + measurement.tailNote, measurement.tail, at);
        return new Measured(curve, measurement.tailNote);
    }

    /** Three points a decade, each at a score that is reached; none twice. */
    private void count() {
        for (int third = 0; ; third++) {
            double rate = HIGHEST_RATE * Math.pow(10, -third / 3.0);
            int reach = (int) Math.floor(rate * pairs.count() + 1e-9);
            if (reach < COUNTED) {
                return;
            }
            if (reach <= pairs.kept()) {
                double score = Math.max(-1, Math.min(1, pairs.score(reach - 1)));
                if (points.isEmpty() || score > points.get(points.size() - 1).score()) {
                    points.add(new Point(score, (double) reach / pairs.count()));
                }
            }
        }
    }

    private double[] excesses(int count) {
        double threshold = pairs.score(count);
        double[] falling = new double[count];
        for (int k = 0; k < count; k++) {
            falling[k] = pairs.score(k) - threshold;
        }
        return falling;
    }

    private void extend() {
        int count = (int) Math.min(MOST_EXCEEDANCES, Math.floor(TAIL_SHARE * pairs.count()));
        if (count < LEAST_EXCEEDANCES || count >= pairs.kept()) {
            tailNote = "No tail was fitted: it would need " + LEAST_EXCEEDANCES + " comparisons among the highest "
                    + 100 * TAIL_SHARE + " %, " + (int) (LEAST_EXCEEDANCES / TAIL_SHARE) + " in all.";
            return;
        }
        double[] falling = excesses(count);
        ParetoTail fit = ParetoTail.fit(falling);
        double distance = fit.distance(falling);
        double probability = fit.probability(distance, count);
        if (probability < REFUTED) {
            tailNote = String.format(
                    Locale.ROOT,
                    "A generalised Pareto tail was tried and refuted (distance %.3f, probability %.3f): below the counted"
                            + " rates the last slope goes on.",
                    distance,
                    probability);
            return;
        }
        double rateAbove = (double) count / pairs.count();
        Point last = points.get(points.size() - 1);
        double lowest = last.falseMatchRate() * Math.pow(10, -FITTED_DECADES);
        double previous = last.score();
        for (int third = 1; third <= 3 * FITTED_DECADES; third++) {
            double rate = last.falseMatchRate() * Math.pow(10, -third / 3.0);
            double score = pairs.score(count) + fit.excess(rate / rateAbove);
            if (score > previous && score < 1) {
                points.add(new Point(score, rate, null, null, true));
                previous = score;
            }
        }
        tail = new FalseMatchCurve.Tail(
                pairs.score(count), rateAbove, fit.shape(), fit.scale(), count, distance, probability, lowest);
        tailNote = String.format(
                Locale.ROOT,
                "Below %.1e a generalised Pareto tail of shape %.2f, fitted to the %d highest scores (distance %.3f,"
                        + " probability %.2f, as if comparisons were independent), down to %.1e; below that its last slope goes on.",
                last.falseMatchRate(),
                fit.shape(),
                count,
                distance,
                probability,
                lowest);
    }

    /** Draws people with replacement, and looks at every point's rate among the comparisons of those drawn. */
    private void addIntervals() {
        double[][] rates = new double[points.size()][DRAWS];
        Random random = new Random(SEED);
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] drawn = new int[pairs.people()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[random.nextInt(drawn.length)]++;
            }
            double[] drawnRates = rates(drawn);
            for (int point = 0; point < rates.length; point++) {
                rates[point][draw] = drawnRates[point];
            }
        }
        for (int point = 0; point < rates.length; point++) {
            Arrays.sort(rates[point]);
            Point bare = points.get(point);
            double low = rates[point][(int) (DRAWS * EDGE)];
            double high = rates[point][(int) Math.ceil(DRAWS * (1 - EDGE)) - 1];
            points.set(point, new Point(bare.score(), bare.falseMatchRate(), low, Math.min(1, high), bare.fitted()));
        }
    }

    private double[] rates(int[] drawn) {
        double total = pairs.total(drawn);
        double[] rates = new double[points.size()];
        double reached = 0;
        int k = 0;
        for (int point = points.size() - 1; point >= 0; point--) {
            if (points.get(point).fitted()) {
                continue;
            }
            while (k < pairs.kept() && pairs.score(k) >= points.get(point).score()) {
                reached += pairs.weight(k, drawn);
                k++;
            }
            rates[point] = reached / total;
        }
        if (tail != null) {
            fittedRates(drawn, total, tail, rates);
        }
        return rates;
    }

    private void fittedRates(int[] drawn, double total, FalseMatchCurve.Tail used, double[] rates) {
        int count = used.exceedances();
        double[] weights = new double[count];
        double weight = 0;
        for (int k = 0; k < count; k++) {
            weights[k] = pairs.weight(k, drawn);
            weight += weights[k];
        }
        if (weight == 0) {
            return;
        }
        ParetoTail fit = ParetoTail.fit(excesses(count), weights);
        for (int point = 0; point < rates.length; point++) {
            if (points.get(point).fitted()) {
                rates[point] = weight / total * fit.beyond(points.get(point).score() - used.above());
            }
        }
    }
}
