package dev.vigil.vision.match;

/**
 * Where a match begins, and where "uncertain" begins.
 *
 * @param threshold the lowest score of a match, a cosine in [-1, 1]
 * @param lowerThreshold the lowest score that is uncertain, at most {@code threshold}
 * @param falsePositiveRate the false positive identification rate wanted, per search, in (0, 1)
 * @param extrapolated whether the threshold lies outside what the curve measured
 */
public record Thresholds(float threshold, float lowerThreshold, double falsePositiveRate, boolean extrapolated) {
    /** Uncertain begins where strangers would score this many times as often as at the threshold. */
    private static final double UNCERTAIN = 30;

    /**
     * The thresholds for one search among {@code templates} faces. By the union of independent comparisons FPIR is at most {@code
     * 1 - (1 - FMR)^N}; those of one probe are correlated, so the true rate lies below (Grother and Ngan, NIST FRTE 1:N; ISO/IEC
     * 19795-1). The false match rate wanted is therefore {@code 1 - (1 - t)^(1/N)}.
     *
     * @param curve of the embedder
     * @param falsePositiveRate t, in (0, 1)
     * @param templates N, faces searched; at least 1
     * @throws IllegalArgumentException if a number lies outside its range
     */
    public static Thresholds of(FalseMatchCurve curve, double falsePositiveRate, int templates) {
        if (!(falsePositiveRate > 0 && falsePositiveRate < 1)) {
            throw new IllegalArgumentException(
                    "A false positive rate lies between 0 and 1, unlike " + falsePositiveRate + ".");
        }
        if (templates < 1) {
            throw new IllegalArgumentException("Thresholds need at least one template, not " + templates + ".");
        }
        double rate = perComparison(falsePositiveRate, templates);
        double lowerRate =
                perComparison(Math.max(falsePositiveRate, Math.min(.999, UNCERTAIN * falsePositiveRate)), templates);
        return new Thresholds(
                (float) curve.score(rate), (float) curve.score(lowerRate), falsePositiveRate, curve.extrapolates(rate));
    }

    /**
     * The thresholds where a match is to begin at {@code threshold}: the rate is what that gives, by the same bound.
     *
     * @param curve of the embedder
     * @param threshold a cosine in [-1, 1]
     * @param templates N, faces searched; at least 1
     * @throws IllegalArgumentException if there is no template
     */
    public static Thresholds at(FalseMatchCurve curve, float threshold, int templates) {
        if (templates < 1) {
            throw new IllegalArgumentException("Thresholds need at least one template, not " + templates + ".");
        }
        double perComparison = curve.falseMatchRate(threshold);
        double rate = Math.max(Double.MIN_NORMAL, Math.min(.999, -Math.expm1(templates * Math.log1p(-perComparison))));
        double lowerRate = perComparison(Math.max(rate, Math.min(.999, UNCERTAIN * rate)), templates);
        float lower = (float) Math.min(threshold, curve.score(lowerRate));
        return new Thresholds(threshold, lower, rate, curve.extrapolates(perComparison));
    }

    /** 1 - (1 - t)^(1/n) without losing the digits of a small t. */
    private static double perComparison(double t, int n) {
        return -Math.expm1(Math.log1p(-t) / n);
    }
}
