package dev.vigil.lab.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers clips and measures them together, each identity and track of each clip by itself. For one thread. */
public final class TrackingMeasures {
    /** An appearance of fewer demanded frames is not counted as one. */
    public static final int SHORTEST = 3;

    private final List<TruthFace> truths = new ArrayList<>();
    private final List<TrackedFace> tracked = new ArrayList<>();
    private int clips;
    private int nextFrame;

    /**
     * One clip more.
     *
     * @param frames how many it has
     * @param truth all its faces
     * @param seen what a tracker made of it
     */
    public TrackingMeasures add(int frames, List<TruthFace> truth, List<TrackedFace> seen) {
        String clip = "clip" + clips++ + "/";
        for (TruthFace face : truth) {
            truths.add(new TruthFace(
                    nextFrame + face.frame(), clip + face.person(), face.appearance(), face.box(), face.visible()));
        }
        for (TrackedFace face : seen) {
            tracked.add(new TrackedFace(nextFrame + face.frame(), clip + face.track(), face.box()));
        }
        nextFrame += frames;
        return this;
    }

    /** Measures all that was added. */
    public TrackingReport report() {
        List<Scene> scenes = Scene.of(truths, tracked);
        ClearMot clear = new ClearMot(scenes);
        Hota hota = Hota.of(scenes);
        List<String> appearances = appearances(scenes);
        int one = (int)
                appearances.stream().filter(a -> clear.tracksOf(a).size() == 1).count();
        int none = (int)
                appearances.stream().filter(a -> clear.tracksOf(a).isEmpty()).count();
        return new TrackingReport(
                scenes.size(),
                clear.truths,
                hota.hota(),
                hota.detection(),
                hota.association(),
                Idf1.of(scenes),
                clear.mota(),
                clear.motp(),
                clear.falsePositives,
                clear.misses,
                clear.switches,
                clear.fragmentations,
                clear.namesSwitched,
                clear.mixedTracks(),
                appearances.size(),
                one,
                appearances.size() - one - none,
                none,
                (int) tracked.stream().map(TrackedFace::track).distinct().count(),
                delay(scenes, clear, appearances));
    }

    private static List<String> appearances(List<Scene> scenes) {
        Map<String, Integer> frames = new LinkedHashMap<>();
        scenes.forEach(scene -> scene.truths().forEach(truth -> frames.merge(truth.identity(), 1, Integer::sum)));
        return frames.entrySet().stream()
                .filter(entry -> entry.getValue() >= SHORTEST)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double delay(List<Scene> scenes, ClearMot clear, List<String> appearances) {
        Map<String, Integer> first = new LinkedHashMap<>();
        Map<String, Integer> matched = new LinkedHashMap<>();
        for (Scene scene : scenes) {
            int[] trackedFor = Scene.assign(scene.overlaps(), scene.tracked().size(), Scene.SAME);
            for (int t = 0; t < trackedFor.length; t++) {
                TruthFace truth = scene.truths().get(t);
                first.putIfAbsent(truth.identity(), truth.frame());
                if (trackedFor[t] >= 0) {
                    matched.putIfAbsent(truth.identity(), truth.frame());
                }
            }
        }
        return appearances.stream()
                .filter(identity -> matched.containsKey(identity)
                        && !clear.tracksOf(identity).isEmpty())
                .mapToInt(identity -> matched.getOrDefault(identity, 0) - first.getOrDefault(identity, 0))
                .average()
                .orElse(0);
    }
}
