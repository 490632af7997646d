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
        Rows rows = Rows.of(samples);
        return of(rows, rows, /* once= */ true);
    }

    /** Compares each probe with every reference of another identity, on all cores. */
    static ImpostorScores of(List<Sample> probes, List<Sample> references) {
        return of(Rows.of(probes), Rows.of(references), /* once= */ false);
    }

    private static ImpostorScores of(Rows probes, Rows references, boolean once) {
        long[] histogram = IntStream.range(0, probes.identities.length)
                .parallel()
                .collect(
                        () -> new long[BINS],
                        (bins, i) -> addRow(bins, probes, i, references, once ? i + 1 : 0),
                        ImpostorScores::addAll);
        long pairs = 0;
        for (long count : histogram) {
            pairs += count;
        }
        return new ImpostorScores(histogram, pairs);
    }

    /** Samples as arrays, which are read much faster. */
    private static final class Rows {
        private final String[] identities;
        private final float[][] values;

        private Rows(String[] identities, float[][] values) {
            this.identities = identities;
            this.values = values;
        }

        static Rows of(List<Sample> samples) {
            return new Rows(
                    samples.stream().map(Sample::identity).toArray(String[]::new),
                    samples.stream().map(s -> s.embedding().toArray()).toArray(float[][]::new));
        }
    }

    private static void addRow(long[] bins, Rows probes, int i, Rows references, int from) {
        for (int j = from; j < references.identities.length; j++) {
            if (!probes.identities[i].equals(references.identities[j])) {
                bins[bin(Cosines.of(probes.values[i], references.values[j]))]++;
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

    /** The share of them at or above {@code threshold}, in [0, 1]; NaN without comparisons. */
    public double falseAcceptRate(double threshold) {
        long accepted = 0;
        for (int bin = BINS - 1; bin >= 0 && -1 + 2.0 * bin / BINS >= threshold; bin--) {
            accepted += histogram[bin];
        }
        return (double) accepted / pairs;
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
}
