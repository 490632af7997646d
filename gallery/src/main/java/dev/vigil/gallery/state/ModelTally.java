package dev.vigil.gallery.state;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many faces and people there are of each model, kept with every change. One writer; any number of readers. */
final class ModelTally {
    private final Map<String, Long> faces = new TreeMap<>(); // guarded by this
    private final Map<String, Long> people = new TreeMap<>(); // guarded by this
    private long faced; // guarded by this

    /**
     * What is counted.
     *
     * @param faces by model
     * @param people who have one of it, by model
     * @param faced people who have any
     */
    record Counts(Map<String, Long> faces, Map<String, Long> people, long faced) {}

    /** A person who had faces of the models {@code before} has those of {@code after} now. */
    synchronized void changed(List<String> before, List<String> after) {
        count(before, -1);
        count(after, 1);
    }

    private void count(List<String> models, long by) {
        Set<String> seen = new HashSet<>();
        for (String model : models) {
            add(faces, model, by);
            if (seen.add(model)) {
                add(people, model, by);
            }
        }
        faced += models.isEmpty() ? 0 : by;
    }

    private static void add(Map<String, Long> counts, String model, long by) {
        counts.merge(model, by, (a, b) -> a + b == 0 ? null : a + b);
    }

    synchronized Counts counts() {
        return new Counts(Map.copyOf(faces), Map.copyOf(people), faced);
    }
}
