package dev.vigil.gallery.review;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores of genuine and impostor pairs of one model. Not thread-safe. */
final class Scores {
    static final int BINS = 40;
    /** Fewer impostor pairs than this above a threshold tell nothing of its rate. */
    private static final int LEAST_ABOVE = 5;

    static final double[] RATES = {.01, .001, .0001, .00001};

    private final List<Float> genuine = new ArrayList<>();
    private float[] impostor = new float[1024];
    private int impostors;
    private boolean sorted;

    void genuine(float score) {
        genuine.add(score);
    }

    void impostor(float score) {
        if (impostors == impostor.length) {
            impostor = Arrays.copyOf(impostor, 2 * impostors);
        }
        impostor[impostors++] = score;
        sorted = false;
    }

    long genuinePairs() {
        return genuine.size();
    }

    long impostorPairs() {
        return impostors;
    }

    /** Whether there are enough pairs to tell that rate. */
    boolean tells(double rate) {
        return impostors * rate >= LEAST_ABOVE;
    }

    /** The score that this part of the impostor pairs exceed. */
    float threshold(double rate) {
        if (!sorted) {
            Arrays.sort(impostor, 0, impostors);
            sorted = true;
        }
        int above = (int) Math.floor(impostors * rate);
        return Math.nextUp(impostor[Math.max(0, impostors - 1 - above)]);
    }

    /** The part of the genuine pairs that reach the threshold, for each rate that can be told. */
    Map<String, Double> trueMatchRates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (double rate : RATES) {
            if (tells(rate) && !genuine.isEmpty()) {
                float threshold = threshold(rate);
                long reached =
                        genuine.stream().filter(score -> score >= threshold).count();
                rates.put(java.math.BigDecimal.valueOf(rate).toPlainString(), (double) reached / genuine.size());
            }
        }
        return rates;
    }

    List<Long> genuineHistogram() {
        long[] bins = new long[BINS];
        genuine.forEach(score -> bins[bin(score)]++);
        return Arrays.stream(bins).boxed().toList();
    }

    List<Long> impostorHistogram() {
        long[] bins = new long[BINS];
        for (int i = 0; i < impostors; i++) {
            bins[bin(impostor[i])]++;
        }
        return Arrays.stream(bins).boxed().toList();
    }

    private static int bin(float score) {
        return Math.max(0, Math.min(BINS - 1, (int) ((score + 1) / 2 * BINS)));
    }
}
