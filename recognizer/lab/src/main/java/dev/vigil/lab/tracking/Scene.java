package dev.vigil.lab.tracking;

import dev.vigil.vision.face.Box;
import dev.vigil.vision.match.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One frame, ready to be measured: the true faces that can be demanded, the tracked ones that count, and how they overlap.
 *
 * @param truths true faces, each at least half visible
 * @param tracked what a tracker saw, but for what it saw of faces that are hidden too far to be demanded
 * @param overlaps intersection over union, by truth and tracked
 */
record Scene(List<TruthFace> truths, List<TrackedFace> tracked, List<List<Double>> overlaps) {
    /** Boxes that overlap by so much show the same face: the threshold of CLEAR MOT and IDF1. */
    static final double SAME = .5;
    /** Less of a face than this is not demanded, and finding it is no mistake: as distractors in MOT16 (Milan et al., 2016). */
    private static final double DEMANDED = .5;

    /** Every frame in order, those without any face left out. */
    static List<Scene> of(List<TruthFace> truths, List<TrackedFace> tracked) {
        Map<Integer, List<TruthFace>> truthsOf = new TreeMap<>();
        Map<Integer, List<TrackedFace>> trackedOf = new TreeMap<>();
        truths.forEach(face ->
                truthsOf.computeIfAbsent(face.frame(), f -> new ArrayList<>()).add(face));
        tracked.forEach(face ->
                trackedOf.computeIfAbsent(face.frame(), f -> new ArrayList<>()).add(face));
        Map<Integer, Scene> scenes = new TreeMap<>();
        truthsOf.keySet().forEach(f -> scenes.put(f, of(truthsOf, trackedOf, f)));
        trackedOf.keySet().forEach(f -> scenes.put(f, of(truthsOf, trackedOf, f)));
        return List.copyOf(scenes.values());
    }

    private static Scene of(
            Map<Integer, List<TruthFace>> truthsOf, Map<Integer, List<TrackedFace>> trackedOf, int frame) {
        List<TruthFace> truths = truthsOf.getOrDefault(frame, List.of());
        List<TrackedFace> tracked = trackedOf.getOrDefault(frame, List.of());
        int[] trackedFor = assign(overlaps(truths, tracked), tracked.size(), SAME);
        List<TrackedFace> counting = new ArrayList<>(tracked);
        for (int t = 0; t < truths.size(); t++) {
            if (truths.get(t).visible() < DEMANDED && trackedFor[t] >= 0) {
                counting.remove(tracked.get(trackedFor[t]));
            }
        }
        List<TruthFace> demanded =
                truths.stream().filter(face -> face.visible() >= DEMANDED).toList();
        return new Scene(demanded, List.copyOf(counting), overlaps(demanded, counting));
    }

    private static List<List<Double>> overlaps(List<TruthFace> truths, List<TrackedFace> tracked) {
        return truths.stream()
                .map(truth -> tracked.stream()
                        .map(seen -> iou(truth.box(), seen.box()))
                        .toList())
                .toList();
    }

    private static double iou(Box a, Box b) {
        return a.iou(b);
    }

    /** For each row the column that makes the sum of the values largest, -1 where none is left or the value is below {@code least}. */
    static int[] assign(List<List<Double>> values, int columns, double least) {
        double[][] costs = values.stream()
                .map(row -> row.stream()
                        .mapToDouble(value -> value < least || value <= 0 ? Assignment.FORBIDDEN : 1 - value)
                        .toArray())
                .toArray(double[][]::new);
        if (costs.length == 0) {
            return new int[0];
        }
        int[] columnOf = Assignment.solve(costs, columns);
        return Arrays.copyOf(columnOf, costs.length);
    }
}
