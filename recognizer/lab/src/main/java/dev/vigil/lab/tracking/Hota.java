package dev.vigil.lab.tracking;

import java.util.ArrayList;
import java.util.List;

/**
 * HOTA (Luiten et al., IJCV 2021): the geometric mean of how well faces are detected and how well detections are put together,
 * averaged over thresholds of the overlap from 0.05 to 0.95. Follows the authors' TrackEval.
 *
 * @param hota in [0, 1]
 * @param detection DetA, in [0, 1]
 * @param association AssA, in [0, 1]
 */
record Hota(double hota, double detection, double association) {
    private static final int STEPS = 19;
    private static final double STEP = .05;
    private static final double ROUNDING = 1e-9;

    static Hota of(List<Scene> scenes) {
        Correspondence likely = likely(scenes);
        double hota = 0;
        double detection = 0;
        double association = 0;
        List<List<Match>> matches =
                scenes.stream().map(scene -> matches(scene, likely)).toList();
        for (int i = 1; i <= STEPS; i++) {
            double least = i * STEP - ROUNDING;
            Correspondence pairs = new Correspondence(scenes);
            int hits = 0;
            for (List<Match> frame : matches) {
                for (Match match : frame) {
                    if (match.overlap >= least) {
                        hits++;
                        pairs.add(match.identity, match.track, 1);
                    }
                }
            }
            int seen = pairs.truthCount() + pairs.trackedCount() - hits;
            double detA = seen == 0 ? 0 : (double) hits / seen;
            double assA = hits == 0 ? 0 : association(pairs) / hits;
            detection += detA / STEPS;
            association += assA / STEPS;
            hota += Math.sqrt(detA * assA) / STEPS;
        }
        return new Hota(hota, detection, association);
    }

    private record Match(String identity, String track, double overlap) {}

    private static double association(Correspondence pairs) {
        double sum = 0;
        for (String identity : pairs.identities.keySet()) {
            for (String track : pairs.tracks.keySet()) {
                sum += pairs.of(identity, track) * pairs.jaccard(identity, track);
            }
        }
        return sum;
    }

    /** How likely an identity and a track belong together, by how exclusively they overlap over the whole clip. */
    private static Correspondence likely(List<Scene> scenes) {
        Correspondence likely = new Correspondence(scenes);
        for (Scene scene : scenes) {
            for (int t = 0; t < scene.truths().size(); t++) {
                for (int s = 0; s < scene.tracked().size(); s++) {
                    double overlap = scene.overlaps().get(t).get(s);
                    if (overlap > 0) {
                        double others = row(scene, t) + column(scene, s) - overlap;
                        likely.add(
                                scene.truths().get(t).identity(),
                                scene.tracked().get(s).track(),
                                overlap / others);
                    }
                }
            }
        }
        return likely;
    }

    private static double row(Scene scene, int truth) {
        return scene.overlaps().get(truth).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static double column(Scene scene, int tracked) {
        return scene.overlaps().stream().mapToDouble(row -> row.get(tracked)).sum();
    }

    private static List<Match> matches(Scene scene, Correspondence likely) {
        List<List<Double>> scores = new ArrayList<>();
        for (int t = 0; t < scene.truths().size(); t++) {
            List<Double> row = new ArrayList<>();
            for (int s = 0; s < scene.tracked().size(); s++) {
                String identity = scene.truths().get(t).identity();
                row.add(likely.jaccard(identity, scene.tracked().get(s).track())
                        * scene.overlaps().get(t).get(s));
            }
            scores.add(row);
        }
        int[] trackedFor = Scene.assign(scores, scene.tracked().size(), 0);
        List<Match> matches = new ArrayList<>();
        for (int t = 0; t < trackedFor.length; t++) {
            if (trackedFor[t] >= 0) {
                matches.add(new Match(
                        scene.truths().get(t).identity(),
                        scene.tracked().get(trackedFor[t]).track(),
                        scene.overlaps().get(t).get(trackedFor[t])));
            }
        }
        return matches;
    }
}
