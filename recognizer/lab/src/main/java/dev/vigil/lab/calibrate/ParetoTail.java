package dev.vigil.lab.calibrate;

import java.util.Arrays;
import java.util.Random;

/**
 * A generalised Pareto distribution of how far scores exceed a threshold (peaks over threshold: Pickands, Annals of Statistics 3,
 * 1975; Coles, An Introduction to Statistical Modeling of Extreme Values, 2001), fitted by probability-weighted moments (Hosking and
 * Wallis, Technometrics 29, 1987), which hold for shapes under 0.5. Immutable.
 *
 * @param shape over 0 the tail is heavy, 0 exponential, under 0 it ends
 * @param scale in units of the score, over 0
 */
record ParetoTail(double shape, double scale) {
    private static final int SIMULATIONS = 500;
    private static final long SEED = 1_987;

    /**
     * Fits it.
     *
     * @param falling excesses over the threshold, the greatest first
     * @param weights of each, not negative, not all zero
     */
    static ParetoTail fit(double[] falling, double[] weights) {
        double total = Arrays.stream(weights).sum();
        double mean = 0;
        double weighted = 0;
        double above = 0;
        for (int i = 0; i < falling.length; i++) {
            // the share of excesses beyond this one, its own weight half
            double beyond = (above + weights[i] / 2) / total;
            mean += weights[i] * falling[i] / total;
            weighted += weights[i] * falling[i] * beyond / total;
            above += weights[i];
        }
        double difference = mean - 2 * weighted;
        if (!(difference > 0 && weighted > 0)) {
            return new ParetoTail(0, Math.max(mean, Double.MIN_NORMAL));
        }
        return new ParetoTail(2 - mean / difference, 2 * mean * weighted / difference);
    }

    /** Fits it to excesses that count alike, the greatest first. */
    static ParetoTail fit(double[] falling) {
        double[] alike = new double[falling.length];
        Arrays.fill(alike, 1);
        return fit(falling, alike);
    }

    /** The share of excesses at or beyond {@code excess}, in [0, 1]. */
    double beyond(double excess) {
        if (excess <= 0) {
            return 1;
        }
        if (Math.abs(shape) < 1e-9) {
            return Math.exp(-excess / scale);
        }
        double base = 1 + shape * excess / scale;
        return base <= 0 ? 0 : Math.pow(base, -1 / shape);
    }

    /** The excess that the share {@code share} in (0, 1] reaches. */
    double excess(double share) {
        return Math.abs(shape) < 1e-9 ? -scale * Math.log(share) : scale / shape * (Math.pow(share, -shape) - 1);
    }

    /** The greatest distance between this and the counted distribution of excesses, the greatest first (Kolmogorov-Smirnov). */
    double distance(double[] falling) {
        double greatest = 0;
        for (int i = 0; i < falling.length; i++) {
            double fitted = beyond(falling[i]);
            greatest = Math.max(greatest, Math.abs(fitted - (double) i / falling.length));
            greatest = Math.max(greatest, Math.abs(fitted - (i + 1.0) / falling.length));
        }
        return greatest;
    }

    /**
     * How likely a distance of {@code distance} or more is where this fits: by as many draws from it, fitted again, since the limits of
     * Kolmogorov and Smirnov hold for what was not fitted to the same numbers.
     */
    double probability(double distance, int count) {
        Random random = new Random(SEED);
        int asFar = 0;
        for (int run = 0; run < SIMULATIONS; run++) {
            double[] drawn = new double[count];
            for (int i = 0; i < count; i++) {
                drawn[i] = -excess(1 - random.nextDouble());
            }
            Arrays.sort(drawn);
            for (int i = 0; i < count; i++) {
                drawn[i] = -drawn[i];
            }
            asFar += fit(drawn).distance(drawn) >= distance ? 1 : 0;
        }
        return (double) asFar / SIMULATIONS;
    }
}
