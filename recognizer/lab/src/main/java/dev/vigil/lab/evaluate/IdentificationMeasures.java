package dev.vigil.lab.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measures of a set of searches, in the terms of ISO/IEC 19795-1 and of NIST's FRTE 1:N (Grother, Ngan, Hanaoka): FPIR is the share of
 * non-mated searches that return anybody at or above the threshold, FNIR that of mated ones that do not return the person first and at
 * or above it. A probe without a face is a miss where it is mated, and no false positive where it is not. Immutable.
 */
final class IdentificationMeasures {
    private final List<Search> mated;
    private final List<Search> nonMated;
    private final float[] strangers;

    /** Of these searches; there is at least one of each kind. */
    IdentificationMeasures(List<Search> mated, List<Search> nonMated) {
        this.mated = List.copyOf(mated);
        this.nonMated = List.copyOf(nonMated);
        strangers = new float[nonMated.size()];
        for (int i = 0; i < strangers.length; i++) {
            Search search = nonMated.get(i);
            strangers[i] = search.acquired() instanceof Acquired.Template ? search.other() : -1;
        }
        Arrays.sort(strangers);
    }

    /** The searches of people who are enrolled. */
    List<Search> mated() {
        return mated;
    }

    /** The searches of strangers. */
    List<Search> nonMated() {
        return nonMated;
    }

    /**
     * The lowest threshold at which at most the share {@code fpir} of the non-mated searches returns somebody; empty where there are
     * too few searches to tell (less than one would).
     */
    OptionalDouble threshold(double fpir) {
        // what is a whole number of searches must not become one less by rounding
        int allowed = (int) Math.floor(fpir * strangers.length + 1e-9);
        if (allowed < 1) {
            return OptionalDouble.empty();
        }
        int first = strangers.length - allowed - 1;
        return OptionalDouble.of(first < 0 ? -1 : Math.nextUp(strangers[first]));
    }

    /** The false positive identification rate at {@code threshold}. */
    PersonRate fpir(double threshold) {
        PersonRate rate = new PersonRate();
        nonMated.forEach(search -> rate.add(search.person(), search.falsePositive(threshold)));
        return rate;
    }

    /** The false negative identification rate at {@code threshold}. */
    PersonRate fnir(double threshold) {
        PersonRate rate = new PersonRate();
        mated.forEach(search -> rate.add(search.person(), !search.found(threshold)));
        return rate;
    }

    /** The share of mated searches that return the person among the first {@code rank}, whatever the score. */
    PersonRate identified(int rank) {
        PersonRate rate = new PersonRate();
        mated.forEach(search -> rate.add(search.person(), search.rank() >= 1 && search.rank() <= rank));
        return rate;
    }

    /** FPIR and FNIR at each threshold at which FPIR changes, by rising threshold; at most about {@code most} of them. */
    List<DetPoint> det(int most) {
        float[] mates = new float[mated.size()];
        for (int i = 0; i < mates.length; i++) {
            Search search = mated.get(i);
            mates[i] = search.rank() == 1 ? search.mate() : -2;
        }
        Arrays.sort(mates);
        List<DetPoint> points = new ArrayList<>();
        double before = 2;
        for (int i = 0; i < strangers.length; i++) {
            double fpir = (double) (strangers.length - i) / strangers.length;
            // evenly in the logarithm: so many points that plots are smooth, and files small
            if (before / fpir < Math.pow(strangers.length, 1.0 / most) && i < strangers.length - 1) {
                continue;
            }
            if (i == 0 || strangers[i] > strangers[i - 1]) {
                points.add(new DetPoint(strangers[i], fpir, share(mates, strangers[i])));
                before = fpir;
            }
        }
        return points;
    }

    /** The share of them below {@code threshold}. */
    private static double share(float[] sorted, float threshold) {
        int at = 0;
        int high = sorted.length;
        while (at < high) {
            int middle = (at + high) >>> 1;
            if (sorted[middle] < threshold) {
                at = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) at / sorted.length;
    }
}
