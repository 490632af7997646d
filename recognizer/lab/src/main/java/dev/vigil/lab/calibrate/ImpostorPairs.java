package dev.vigil.lab.calibrate;

import dev.vigil.lab.evaluate.Cosines;
import dev.vigil.runtime.embedding.Embedding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All comparisons of probes with templates of other people. Of those above a floor the score and both people are kept, by falling
 * score; of the others the number only, so that memory holds millions. Immutable.
 */
final class ImpostorPairs {
    private static final int BINS = 1 << 16;
    /** So many are kept at most: 250 MB while they are sorted. */
    private static final int MOST_KEPT = 8_000_000;

    private final float[] scores;
    private final int[] probePeople;
    private final int[] templatePeople;
    private final int[] probesOf;
    private final int[] templatesOf;
    private final boolean ordered;
    private final long count;

    private ImpostorPairs(Comparisons all, long[] histogram, double keep) {
        this.ordered = all.ordered;
        this.probesOf = all.count(all.probeOwners);
        this.templatesOf = all.count(all.templateOwners);
        long total = 0;
        for (long bin : histogram) {
            total += bin;
        }
        this.count = total;
        int floor = floor(histogram, (long) Math.min(MOST_KEPT, Math.max(1, keep * total)));
        Kept kept = new Kept();
        IntStream.range(0, all.probes.length)
                .parallel()
                .forEach(i -> all.row(i, (j, score) -> {
                    if (bin(score) >= floor) {
                        kept.add(score, all.probeOwners[i], all.templateOwners[j]);
                    }
                }));
        long[] keys = kept.sorted();
        scores = new float[keys.length];
        probePeople = new int[keys.length];
        templatePeople = new int[keys.length];
        for (int k = 0; k < keys.length; k++) {
            int from = (int) keys[keys.length - 1 - k];
            scores[k] = kept.scores[from];
            probePeople[k] = kept.probes[from];
            templatePeople[k] = kept.templates[from];
        }
    }

    /**
     * Every still with every one of somebody else, once.
     *
     * @param keep share of the comparisons of which scores and people are kept, the highest
     */
    static ImpostorPairs ofStills(List<Template> templates, double keep) {
        List<Probe> probes = templates.stream()
                .map(t -> new Probe(t.person(), List.of(t.embedding())))
                .toList();
        return of(new Comparisons(probes, templates, false), keep);
    }

    /** Every track with every still of somebody else. */
    static ImpostorPairs ofTracks(List<Probe> tracks, List<Template> templates, double keep) {
        return of(new Comparisons(tracks, templates, true), keep);
    }

    private static ImpostorPairs of(Comparisons all, double keep) {
        long[] histogram = IntStream.range(0, all.probes.length)
                .parallel()
                .collect(
                        () -> new long[BINS],
                        (bins, i) -> all.row(i, (j, score) -> bins[bin(score)]++),
                        (into, from) -> Arrays.setAll(into, b -> into[b] + from[b]));
        return new ImpostorPairs(all, histogram, keep);
    }

    private static int bin(float score) {
        return Math.min(BINS - 1, Math.max(0, (int) ((score + 1) * (BINS / 2.0))));
    }

    private static int floor(long[] histogram, long keep) {
        long kept = 0;
        int bin = BINS;
        while (bin > 0 && kept + histogram[bin - 1] <= keep) {
            kept += histogram[--bin];
        }
        return bin;
    }

    /** How many comparisons there were. */
    long count() {
        return count;
    }

    /** How many of them are kept. */
    int kept() {
        return scores.length;
    }

    /** The score of the {@code k}-th best, from 0. */
    float score(int k) {
        return scores[k];
    }

    /** How many people there are. */
    int people() {
        return probesOf.length;
    }

    /** How many times the {@code k}-th best counts where each person counts as often as {@code drawn} says. */
    long weight(int k, int[] drawn) {
        return (long) drawn[probePeople[k]] * drawn[templatePeople[k]];
    }

    /** How many comparisons there are where each person counts as often as {@code drawn} says. */
    double total(int[] drawn) {
        double probes = 0;
        double templates = 0;
        double own = 0;
        for (int person = 0; person < drawn.length; person++) {
            probes += (double) drawn[person] * probesOf[person];
            templates += (double) drawn[person] * templatesOf[person];
            own += (double) drawn[person] * drawn[person] * probesOf[person] * templatesOf[person];
        }
        return (probes * templates - own) / (ordered ? 1 : 2);
    }

    @FunctionalInterface
    private interface Sink {
        void take(int template, float score);
    }

    /** What is compared with what; {@code ordered} where probes and templates are different things. */
    private static final class Comparisons {
        private final float[][][] probes;
        private final float[][] templates;
        private final int[] probeOwners;
        private final int[] templateOwners;
        private final int people;
        private final boolean ordered;

        Comparisons(List<Probe> probes, List<Template> templates, boolean ordered) {
            Map<String, Integer> numbers = new HashMap<>();
            templates.forEach(t -> numbers.computeIfAbsent(t.person(), person -> numbers.size()));
            this.ordered = ordered;
            this.people = numbers.size();
            this.probeOwners = probes.stream()
                    .mapToInt(p -> numbers.getOrDefault(p.person(), 0))
                    .toArray();
            this.templateOwners = templates.stream()
                    .mapToInt(t -> numbers.getOrDefault(t.person(), 0))
                    .toArray();
            this.templates =
                    templates.stream().map(t -> t.embedding().toArray()).toArray(float[][]::new);
            this.probes = probes.stream()
                    .map(p -> p.queries().stream().map(Embedding::toArray).toArray(float[][]::new))
                    .toArray(float[][][]::new);
        }

        /** The comparisons of one probe. */
        void row(int i, Sink sink) {
            for (int j = ordered ? 0 : i + 1; j < templates.length; j++) {
                if (probeOwners[i] != templateOwners[j]) {
                    sink.take(j, best(probes[i], templates[j]));
                }
            }
        }

        private static float best(float[][] queries, float[] template) {
            float best = -1;
            for (float[] query : queries) {
                best = Math.max(best, Cosines.of(query, template));
            }
            return best;
        }

        int[] count(int[] owners) {
            int[] counts = new int[people];
            for (int owner : owners) {
                counts[owner]++;
            }
            return counts;
        }
    }

    /** Grows as comparisons come, from several threads. */
    private static final class Kept {
        private float[] scores = new float[1 << 12];
        private int[] probes = new int[1 << 12];
        private int[] templates = new int[1 << 12];
        private int size;

        synchronized void add(float score, int probe, int template) {
            if (size == scores.length) {
                scores = Arrays.copyOf(scores, 2 * size);
                probes = Arrays.copyOf(probes, 2 * size);
                templates = Arrays.copyOf(templates, 2 * size);
            }
            scores[size] = score;
            probes[size] = probe;
            templates[size] = template;
            size++;
        }

        /** By rising score: the score in the upper half, the place in the lower. */
        long[] sorted() {
            long[] keys = new long[size];
            for (int k = 0; k < size; k++) {
                int bits = Float.floatToIntBits(scores[k]);
                int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                keys[k] = ((long) rising << 32) | k;
            }
            Arrays.parallelSort(keys);
            return keys;
        }
    }
}
