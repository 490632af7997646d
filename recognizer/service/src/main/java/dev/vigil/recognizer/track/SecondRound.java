package dev.vigil.recognizer.track;

import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.match.Assignment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The second association of ByteTrack (Zhang et al., ECCV 2022): tracks that no sure face goes on with are looked for among the
 * weak ones, by overlap with where they are expected.
 */
final class SecondRound {
    /** ByteTrack's least overlap. */
    private static final double OVERLAP = .5;
    /** A weak face that overlaps a sure one by so much is a part of it. */
    private static final double PART = .3;
    /** Below this likeness to the last sure look it is something else. */
    private static final double LIKENESS = .35;
    /** Only a track that was seen so lately is where it is expected. */
    private static final double SECONDS = .7;

    private SecondRound() {}

    /** For tracks without a sure face, by index, the weak face that goes on with it. */
    static Map<Integer, SeenFace> play(Plan plan, int[] trackOf, List<Tracks.Ended> split) {
        List<SeenFace> weak = plan.weak().stream()
                .filter(face -> plan.seen().faces().stream()
                        .noneMatch(sure -> sure.face().box().iou(face.face().box()) > PART))
                .toList();
        Map<Integer, SeenFace> faceOf = new TreeMap<>();
        if (weak.isEmpty()) {
            return faceOf;
        }
        List<TrackState> open = plan.open();
        double[][] costs = new double[open.size()][];
        for (int t = 0; t < open.size(); t++) {
            TrackState track = open.get(t);
            int index = t;
            boolean free = Arrays.stream(trackOf).noneMatch(taken -> taken == index)
                    && split.stream().noneMatch(ended -> ended.track().id().equals(track.id()))
                    && track.secondsSince(plan.seen().at()) <= SECONDS;
            costs[t] = costs(track, plan.seen(), weak, free);
        }
        int[] weakOf = Assignment.solve(costs, weak.size());
        for (int t = 0; t < weakOf.length; t++) {
            if (weakOf[t] >= 0) {
                faceOf.put(t, weak.get(weakOf[t]));
            }
        }
        return faceOf;
    }

    private static double[] costs(TrackState track, Observation seen, List<SeenFace> weak, boolean free) {
        Box expected = track.motion().after(track.secondsSince(seen.at())).box();
        return weak.stream()
                .mapToDouble(face -> {
                    double overlap = expected.iou(face.face().box());
                    boolean possible =
                            free && overlap >= OVERLAP && track.sight().patch().likeness(face.patch()) >= LIKENESS;
                    return possible ? 1 - overlap : Assignment.FORBIDDEN;
                })
                .toArray();
    }
}
