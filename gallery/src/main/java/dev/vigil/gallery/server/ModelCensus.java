package dev.vigil.gallery.server;

import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.client.ModelCounts.Held;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.ModelHoldings;
import dev.vigil.gallery.state.ModelHoldings.Holding;
import java.util.Map;
import java.util.TreeMap;

/** How many faces and people there are of each model, as the state counts them. Thread-safe. */
final class ModelCensus {
    private final GalleryState state;
    private final SearchEngine engine;

    ModelCensus(GalleryState state, SearchEngine engine) {
        this.state = state;
        this.engine = engine;
    }

    /** As of now; a model that is set is shown though nobody has a face of it. */
    ModelCounts count() {
        ModelHoldings holdings = state.models();
        String active = state.settings().map(GallerySettings::model).orElse(null);
        String shadow = state.settings().map(GallerySettings::shadow).orElse(null);
        Map<String, Holding> counts = new TreeMap<>();
        for (String set : new String[] {active, shadow}) {
            if (set != null) {
                counts.put(set, new Holding(set, 0, 0));
            }
        }
        holdings.models().forEach(held -> counts.put(held.model(), held));
        return new ModelCounts(
                active,
                shadow,
                Math.toIntExact(holdings.people()),
                counts.values().stream().map(this::held).toList());
    }

    private Held held(Holding holding) {
        Integer dimension =
                engine.dimensions(holding.model()).stream().findFirst().orElse(null);
        return new Held(
                holding.model(), dimension, Math.toIntExact(holding.faces()), Math.toIntExact(holding.people()));
    }
}
