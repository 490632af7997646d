package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The scores of all comparisons of different people among a set of images, as a histogram of {@value #BINS} bins over [-1, 1]:
 * memory does not grow with the square of the set, and a threshold is exact to 2e-6. Immutable.
 */
public final class ImpostorScores {
    private static final int BINS = 1 << 20;

    private final long[] histogram;
    private final long pairs;

    private ImpostorScores(long[] histogram, long pairs) {
        this.histogram = histogram;
        this.pairs = pairs;
    }

    /**
     * One image's embedding.
     *
     * @param identity whose it is
     * @param embedding of the same model for all
     */
    public record Sample(String identity, Embedding embedding) {}

    /** Compares each with every other of another identity, on all cores. */
    public static ImpostorScores of(List<Sample> samples) {
        String[] identities = samples.stream().map(Sample::identity).toArray(String[]::new);
        float[][] rows = samples.stream().map(s -> s.embedding().toArray()).toArray(float[][]::new);
        long[] histogram = IntStream.range(0, rows.length)
                .parallel()
                .collect(() -> new long[BINS], (bins, i) -> addRow(bins, rows, identities, i), ImpostorScores::addAll);
        long pairs = 0;
        for (long count : histogram) {
            pairs += count;
        }
        return new ImpostorScores(histogram, pairs);
    }

    private static void addRow(long[] bins, float[][] rows, String[] identities, int i) {
        for (int j = i + 1; j < rows.length; j++) {
            if (!identities[i].equals(identities[j])) {
                bins[bin(dot(rows[i], rows[j]))]++;
            }
        }
    }

    private static void addAll(long[] into, long[] from) {
        for (int i = 0; i < into.length; i++) {
            into[i] += from[i];
        }
    }

    /** How many comparisons there were. */
    public long pairs() {
        return pairs;
    }

    /**
     * The lowest threshold at which at most the share {@code falseAcceptRate} of the comparisons is accepted; empty where there
     * are too few comparisons to tell (less than one would be accepted).
     */
    public OptionalDouble threshold(double falseAcceptRate) {
        double allowed = falseAcceptRate * pairs;
        if (allowed < 1) {
            return OptionalDouble.empty();
        }
        long accepted = 0;
        int bin = BINS;
        while (bin > 0 && accepted + histogram[bin - 1] <= allowed) {
            accepted += histogram[--bin];
        }
        return OptionalDouble.of(-1 + 2.0 * bin / BINS);
    }

    private static int bin(float score) {
        return Math.min(BINS - 1, Math.max(0, (int) ((score + 1) * (BINS / 2.0))));
    }

    private static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
