package dev.vigil.gallery.server;

import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.client.ModelCounts.Held;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.state.GalleryState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts whose faces are of which model, by looking at everybody: for what is asked now and then. Thread-safe. */
final class ModelCensus {
    private final GalleryState state;
    private final SearchEngine engine;

    ModelCensus(GalleryState state, SearchEngine engine) {
        this.state = state;
        this.engine = engine;
    }

    private static final class Count {
        private int faces;
        private int people;
    }

    /** As of now; a change during the count may be in it or not. */
    ModelCounts count() {
        Map<String, Count> counts = new TreeMap<>();
        String active = state.settings().map(GallerySettings::model).orElse(null);
        String shadow = state.settings().map(GallerySettings::shadow).orElse(null);
        for (String set : new String[] {active, shadow}) {
            if (set != null) {
                counts.put(set, new Count());
            }
        }
        long people = state.people()
                .filter(person -> counted(engine.models(person.id()), counts))
                .count();
        return new ModelCounts(
                active,
                shadow,
                (int) people,
                counts.entrySet().stream()
                        .map(entry -> held(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Whether there is any. */
    private static boolean counted(List<String> models, Map<String, Count> counts) {
        Set<String> seen = new HashSet<>();
        for (String model : models) {
            Count count = counts.computeIfAbsent(model, m -> new Count());
            count.faces++;
            count.people += seen.add(model) ? 1 : 0;
        }
        return !models.isEmpty();
    }

    private Held held(String model, Count count) {
        Integer dimension = engine.dimensions(model).stream().findFirst().orElse(null);
        return new Held(model, dimension, count.faces, count.people);
    }
}
