package dev.vigil.lab.tracking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each true identity and each track are seen, and a number for each of their pairs. */
final class Correspondence {
    final Map<String, Integer> identities = new LinkedHashMap<>();
    final Map<String, Integer> tracks = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> pairs = new HashMap<>();

    Correspondence(List<Scene> scenes) {
        for (Scene scene : scenes) {
            scene.truths().forEach(truth -> identities.merge(truth.identity(), 1, Integer::sum));
            scene.tracked().forEach(seen -> tracks.merge(seen.track(), 1, Integer::sum));
        }
    }

    void add(String identity, String track, double amount) {
        pairs.computeIfAbsent(identity, i -> new HashMap<>()).merge(track, amount, Double::sum);
    }

    double of(String identity, String track) {
        return pairs.getOrDefault(identity, Map.of()).getOrDefault(track, 0.0);
    }

    /** The Jaccard index of a pair: what they share over all that either has. */
    double jaccard(String identity, String track) {
        double common = of(identity, track);
        int seen = identities.getOrDefault(identity, 0) + tracks.getOrDefault(track, 0);
        return common == 0 ? 0 : common / (seen - common);
    }

    int truthCount() {
        return identities.values().stream().mapToInt(Integer::intValue).sum();
    }

    int trackedCount() {
        return tracks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The sum over the one-to-one pairing of identities and tracks that makes it largest. */
    double largestSum() {
        List<String> names = List.copyOf(tracks.keySet());
        double most = pairs.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        List<List<Double>> shares = new ArrayList<>();
        for (String identity : identities.keySet()) {
            shares.add(names.stream().map(track -> of(identity, track) / most).toList());
        }
        int[] trackOf = Scene.assign(shares, names.size(), 0);
        double sum = 0;
        int row = 0;
        for (String identity : identities.keySet()) {
            int column = trackOf[row++];
            sum += column < 0 ? 0 : of(identity, names.get(column));
        }
        return sum;
    }
}
