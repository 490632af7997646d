package dev.vigil.lab.tracking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CLEAR MOT (Bernardin and Stiefelhagen, EURASIP JIVP 2008): who is followed by whom from frame to frame, where a correspondence
 * that still holds is kept, and how often that goes wrong.
 */
final class ClearMot {
    private final Map<String, String> trackOf = new HashMap<>();
    private final Map<String, String> personOf = new HashMap<>();
    private final Set<String> followed = new HashSet<>();
    private final Map<String, Set<String>> tracksOfIdentity = new HashMap<>();
    private final Map<String, Set<String>> peopleOfTrack = new HashMap<>();
    int truths;
    int matches;
    int falsePositives;
    int misses;
    int switches;
    int fragmentations;
    int namesSwitched;
    double overlap;

    ClearMot(List<Scene> scenes) {
        scenes.forEach(this::count);
    }

    private void count(Scene scene) {
        Map<Integer, Integer> pairs = pairs(scene);
        truths += scene.truths().size();
        matches += pairs.size();
        misses += scene.truths().size() - pairs.size();
        falsePositives += scene.tracked().size() - pairs.size();
        for (int t = 0; t < scene.truths().size(); t++) {
            Integer s = pairs.get(t);
            String identity = scene.truths().get(t).identity();
            if (s == null) {
                followed.remove(identity);
            } else {
                overlap += scene.overlaps().get(t).get(s);
                follow(scene.truths().get(t), scene.tracked().get(s).track());
            }
        }
    }

    private void follow(TruthFace truth, String track) {
        String before = trackOf.put(truth.identity(), track);
        if (before != null && !before.equals(track)) {
            switches++;
        }
        if (before != null && !followed.contains(truth.identity())) {
            fragmentations++;
        }
        followed.add(truth.identity());
        String person = personOf.put(track, truth.person());
        if (person != null && !person.equals(truth.person())) {
            namesSwitched++;
        }
        tracksOfIdentity.computeIfAbsent(truth.identity(), i -> new HashSet<>()).add(track);
        peopleOfTrack.computeIfAbsent(track, t -> new HashSet<>()).add(truth.person());
    }

    /** Those that were together and still are, then the best of the rest. */
    private Map<Integer, Integer> pairs(Scene scene) {
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int t = 0; t < scene.truths().size(); t++) {
            String track = trackOf.get(scene.truths().get(t).identity());
            for (int s = 0; s < scene.tracked().size(); s++) {
                boolean still = scene.tracked().get(s).track().equals(track)
                        && scene.overlaps().get(t).get(s) >= Scene.SAME
                        && !pairs.containsValue(s);
                if (still) {
                    pairs.put(t, s);
                }
            }
        }
        Map<Integer, Integer> kept = Map.copyOf(pairs);
        List<List<Double>> free = new java.util.ArrayList<>();
        for (int t = 0; t < scene.truths().size(); t++) {
            List<Double> row = new java.util.ArrayList<>();
            for (int s = 0; s < scene.tracked().size(); s++) {
                boolean taken = kept.containsKey(t) || kept.containsValue(s);
                row.add(taken ? 0 : scene.overlaps().get(t).get(s));
            }
            free.add(row);
        }
        int[] rest = Scene.assign(free, scene.tracked().size(), Scene.SAME);
        for (int t = 0; t < rest.length; t++) {
            if (rest[t] >= 0) {
                pairs.put(t, rest[t]);
            }
        }
        return pairs;
    }

    /** 1 - (false positives + misses + switches) / truths; may be negative. */
    double mota() {
        return truths == 0 ? 0 : 1 - (double) (falsePositives + misses + switches) / truths;
    }

    /** Mean overlap of the matches, in [0, 1]. */
    double motp() {
        return matches == 0 ? 0 : overlap / matches;
    }

    /** Which tracks have followed an identity. */
    Set<String> tracksOf(String identity) {
        return tracksOfIdentity.getOrDefault(identity, Set.of());
    }

    /** How many tracks have shown more than one person. */
    int mixedTracks() {
        return (int) peopleOfTrack.values().stream()
                .filter(people -> people.size() > 1)
                .count();
    }
}
