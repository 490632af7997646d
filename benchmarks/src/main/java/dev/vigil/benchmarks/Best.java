package dev.vigil.benchmarks;

import java.util.Arrays;

/** The indexes of the k largest scores that were offered, of equal ones the first offered. */
final class Best {
    private final int[] indexes;
    private final float[] scores;

    Best(int k) {
        indexes = new int[k];
        scores = new float[k];
        Arrays.fill(indexes, -1);
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }

    void offer(int index, float score) {
        int last = scores.length - 1;
        if (score <= scores[last]) {
            return;
        }
        int at = last;
        while (at > 0 && score > scores[at - 1]) {
            scores[at] = scores[at - 1];
            indexes[at] = indexes[at - 1];
            at--;
        }
        scores[at] = score;
        indexes[at] = index;
    }

    /** Best first. */
    int[] indexes() {
        return indexes;
    }
}
