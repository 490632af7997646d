package dev.vigil.lab.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Measures of scores of live faces and of attacks, with intervals that draw subjects and not pictures, as in {@link PersonRate}: the
 * pictures of a subject resemble each other. Not thread-safe.
 */
final class LivenessMeasures {
    private static final int DRAWS = 300;
    private static final long SEED = 30_107;
    private static final int POINTS = 60;

    private final Map<String, List<Float>> live;
    private final Map<String, List<Float>> attacks;
    private final List<String> subjects;
    private final VerificationMeasures all;

    /** Scores of both kinds, by subject; neither empty. */
    LivenessMeasures(Map<String, List<Float>> live, Map<String, List<Float>> attacks) {
        this.live = live;
        this.attacks = attacks;
        TreeSet<String> names = new TreeSet<>(live.keySet());
        names.addAll(attacks.keySet());
        subjects = List.copyOf(names);
        all = new VerificationMeasures(flat(live.values()), flat(attacks.values()));
    }

    LivenessReport.Row row(int frames) {
        double eer = all.equalErrorRate();
        return new LivenessReport.Row(
                frames,
                live.values().stream().mapToLong(List::size).sum(),
                attacks.values().stream().mapToLong(List::size).sum(),
                all.areaUnderCurve(),
                interval(VerificationMeasures::areaUnderCurve),
                eer,
                interval(VerificationMeasures::equalErrorRate),
                equalThreshold(),
                new LivenessReport.Errors(all.falseAcceptRate(.5), 1 - all.trueAcceptRate(.5)),
                curve());
    }

    /** Where the errors lie nearest to each other. */
    private double equalThreshold() {
        double best = Double.MAX_VALUE;
        double at = 0;
        for (float score : sorted()) {
            double apart = Math.abs(all.falseAcceptRate(score) - (1 - all.trueAcceptRate(score)));
            if (apart < best) {
                best = apart;
                at = score;
            }
        }
        return at;
    }

    private List<DetPoint> curve() {
        float[] scores = sorted();
        List<DetPoint> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double threshold = scores[(int) ((long) i * (scores.length - 1) / (POINTS - 1))];
            points.add(new DetPoint(threshold, all.falseAcceptRate(threshold), 1 - all.trueAcceptRate(threshold)));
        }
        return points;
    }

    private float[] sorted() {
        List<List<Float>> both = new ArrayList<>(live.values());
        both.addAll(attacks.values());
        float[] scores = flat(both);
        Arrays.sort(scores);
        return scores;
    }

    /** Where a measure lies, of subjects like these; the whole of [0, 1] where there are fewer than two. */
    private Interval interval(ToDoubleFunction<VerificationMeasures> measure) {
        if (subjects.size() < 2) {
            return new Interval(0, 1);
        }
        Random random = new Random(SEED);
        List<Double> drawn = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            List<List<Float>> some = new ArrayList<>();
            List<List<Float>> others = new ArrayList<>();
            for (int i = 0; i < subjects.size(); i++) {
                String subject = subjects.get(random.nextInt(subjects.size()));
                some.add(live.getOrDefault(subject, List.of()));
                others.add(attacks.getOrDefault(subject, List.of()));
            }
            float[] genuine = flat(some);
            float[] impostor = flat(others);
            if (genuine.length > 0 && impostor.length > 0) {
                drawn.add(measure.applyAsDouble(new VerificationMeasures(genuine, impostor)));
            }
        }
        List<Double> ordered = drawn.stream().sorted().toList();
        int last = ordered.size() - 1;
        return new Interval(ordered.get((int) (last * .025)), ordered.get((int) Math.ceil(last * .975)));
    }

    private static float[] flat(Collection<List<Float>> lists) {
        float[] numbers = new float[lists.stream().mapToInt(List::size).sum()];
        int at = 0;
        for (List<Float> list : lists) {
            for (float number : list) {
                numbers[at++] = number;
            }
        }
        return numbers;
    }
}
