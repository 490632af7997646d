package dev.vigil.lab.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A rate whose trials belong to people. Trials of one person resemble each other, so that an interval which took each as drawn apart
 * would be too narrow: people are drawn instead, with replacement, 2,000 times, and the middle 95 % of the rates is the interval (the
 * bootstrap by subjects, Bolle, Ratha and Pankanti, CVIU 93, 2004; Efron and Tibshirani, An Introduction to the Bootstrap, 1993). Where
 * all trials end alike, drawing tells nothing; the bound is then the exact one for as many people: 1 - 0.025^(1/n). Not thread-safe.
 */
public final class PersonRate {
    private static final int DRAWS = 2_000;
    private static final double TAIL = .025;
    private static final long SEED = 19_795;

    private final Map<String, Trials> people = new TreeMap<>();
    private long hits;
    private long count;

    private static final class Trials {
        private long hits;
        private long count;
    }

    /** Counts a trial of {@code person}. */
    public void add(String person, boolean hit) {
        Trials trials = people.computeIfAbsent(person, name -> new Trials());
        trials.count++;
        count++;
        if (hit) {
            trials.hits++;
            hits++;
        }
    }

    /** How many trials there were. */
    public long count() {
        return count;
    }

    /** How many of them were hits. */
    public long hits() {
        return hits;
    }

    /** The share of hits, in [0, 1]; NaN without trials. */
    public double rate() {
        return count == 0 ? Double.NaN : (double) hits / count;
    }

    /** Where the rate lies, of people like these; the whole of [0, 1] where there are fewer than two. The same for the same trials. */
    public Interval interval() {
        int n = people.size();
        if (n < 2) {
            return new Interval(0, 1);
        }
        double bound = 1 - Math.pow(TAIL, 1.0 / n);
        if (hits == 0) {
            return new Interval(0, bound);
        }
        if (hits == count) {
            return new Interval(1 - bound, 1);
        }
        List<Trials> all = new ArrayList<>(people.values());
        Random random = new Random(SEED);
        double[] rates = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            long drawnHits = 0;
            long drawnCount = 0;
            for (int i = 0; i < n; i++) {
                Trials drawn = all.get(random.nextInt(n));
                drawnHits += drawn.hits;
                drawnCount += drawn.count;
            }
            rates[draw] = (double) drawnHits / drawnCount;
        }
        Arrays.sort(rates);
        return new Interval(rates[(int) (DRAWS * TAIL)], rates[(int) Math.ceil(DRAWS * (1 - TAIL)) - 1]);
    }
}
