package dev.vigil.lab.evaluate;

import java.util.Arrays;

/**
 * Measures of a set of scored comparisons. A comparison counts as the same person where its score is at or above the threshold.
 * Immutable.
 */
public final class VerificationMeasures {
    private final float[] genuine;
    private final float[] impostor;

    /**
     * Copies and sorts the scores.
     *
     * @param genuine scores of the same person; at least one
     * @param impostor scores of different people; at least one
     */
    public VerificationMeasures(float[] genuine, float[] impostor) {
        if (genuine.length == 0 || impostor.length == 0) {
            throw new IllegalArgumentException("Measures need genuine and impostor scores.");
        }
        this.genuine = genuine.clone();
        this.impostor = impostor.clone();
        Arrays.sort(this.genuine);
        Arrays.sort(this.impostor);
    }

    /** The share of genuine scores at or above {@code threshold}: the true accept rate, in [0, 1]. */
    public double trueAcceptRate(double threshold) {
        return share(genuine, threshold);
    }

    /** The share of impostor scores at or above {@code threshold}: the false accept rate, in [0, 1]. */
    public double falseAcceptRate(double threshold) {
        return share(impostor, threshold);
    }

    /** The share of right answers at {@code threshold}, in [0, 1]. */
    public double accuracy(double threshold) {
        long right = above(genuine, threshold) + impostor.length - above(impostor, threshold);
        return (double) right / (genuine.length + impostor.length);
    }

    /** The threshold of the highest accuracy, halfway between the scores around it; of several equally good, the strictest. */
    public double bestThreshold() {
        double best = -1;
        double chosen = 0;
        for (double candidate : candidates()) {
            double accuracy = accuracy(candidate);
            if (accuracy >= best) {
                best = accuracy;
                chosen = candidate;
            }
        }
        return chosen;
    }

    /**
     * Where the false accept rate equals the false reject rate, in [0, 1], interpolated between the two scores around it (ISO/IEC
     * 19795-1).
     */
    public double equalErrorRate() {
        double previousAccept = 1;
        double previousReject = 0;
        for (double threshold : candidates()) {
            double accept = falseAcceptRate(threshold);
            double reject = 1 - trueAcceptRate(threshold);
            if (reject >= accept) {
                double before = previousAccept - previousReject;
                double after = reject - accept;
                double part = before + after == 0 ? 0 : before / (before + after);
                return previousAccept + part * (accept - previousAccept);
            }
            previousAccept = accept;
            previousReject = reject;
        }
        return previousAccept;
    }

    /** The area under the ROC curve, in [0, 1]: how often a genuine score is above an impostor's, ties half (Mann-Whitney). */
    public double areaUnderCurve() {
        double sum = 0;
        for (float score : genuine) {
            int below = lowerBound(impostor, score);
            int notAbove = lowerBound(impostor, Math.nextUp((double) score));
            sum += below + 0.5 * (notAbove - below);
        }
        return sum / ((double) genuine.length * impostor.length);
    }

    /** Halfway between each two neighbouring scores of either kind, and beyond both ends. */
    private double[] candidates() {
        float[] all = Arrays.copyOf(genuine, genuine.length + impostor.length);
        System.arraycopy(impostor, 0, all, genuine.length, impostor.length);
        Arrays.sort(all);
        double[] between = new double[all.length + 1];
        between[0] = all[0];
        for (int i = 1; i < all.length; i++) {
            between[i] = ((double) all[i - 1] + all[i]) / 2;
        }
        between[all.length] = Math.nextUp((double) all[all.length - 1]);
        return between;
    }

    private static double share(float[] sorted, double threshold) {
        return (double) above(sorted, threshold) / sorted.length;
    }

    private static long above(float[] sorted, double threshold) {
        return sorted.length - (long) lowerBound(sorted, threshold);
    }

    /** The index of the first score that is not below {@code threshold}. */
    private static int lowerBound(float[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
