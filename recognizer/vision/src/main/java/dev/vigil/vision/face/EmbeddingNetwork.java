package dev.vigil.vision.face;

import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.model.Fusion;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * One embedder, loaded: a network, or several as one, see {@link Fusion}. Threads share it; each makes itself a {@link FaceEmbedder}.
 * Close it after all of them.
 */
public final class EmbeddingNetwork implements AutoCloseable {
    private final ModelCard card;
    private final List<Part> parts;

    /**
     * A network, and how much it counts.
     *
     * @param model what runs
     * @param weight of its cosine in the whole's, in (0, 1]
     */
    record Part(FaceModels.Model model, double weight) {}

    private EmbeddingNetwork(ModelCard card, List<Part> parts) {
        this.card = card;
        this.parts = List.copyOf(parts);
    }

    /**
     * Loads it from the store.
     *
     * @throws dev.vigil.runtime.error.UserError if it, or a part of it, is not there or damaged, saying how to get it
     * @throws IllegalArgumentException if it is no embedder
     */
    public static EmbeddingNetwork load(ModelStore store, String id) {
        InstalledModel model = store.model(id);
        if (model.card().task() != Task.EMBEDDING) {
            throw new IllegalArgumentException("The model " + model.card().id() + " is for "
                    + model.card().task() + ", not for " + Task.EMBEDDING + ".");
        }
        List<InstalledModel> models = model.parts(store);
        List<Double> weights = model.fusion()
                .map(fusion -> fusion.parts().stream().map(Fusion.Part::weight).toList())
                .orElse(List.of(1.0));
        List<Part> loaded = new ArrayList<>();
        try {
            for (int i = 0; i < models.size(); i++) {
                InstalledModel part = models.get(i);
                loaded.add(new Part(new FaceModels.Model(Engines.load(part), part.card()), weights.get(i)));
            }
            return new EmbeddingNetwork(model.card(), loaded);
        } catch (RuntimeException | Error e) {
            loaded.forEach(part -> part.model().network().close());
            throw e;
        }
    }

    /** Takes over a network that is loaded already. */
    public static EmbeddingNetwork of(FaceModels.Model model) {
        return new EmbeddingNetwork(model.card(), List.of(new Part(model, 1)));
    }

    /** Takes over networks that are loaded already, to be one. */
    static EmbeddingNetwork of(ModelCard card, List<Part> parts) {
        return new EmbeddingNetwork(card, parts);
    }

    /** What is known of it. */
    public ModelCard card() {
        return card;
    }

    /** For one thread: some megabytes of buffers; the networks are shared. Close it before this. */
    public FaceEmbedder newEmbedder() {
        return new FaceEmbedder(parts);
    }

    /** Frees the networks; closing twice does nothing. */
    @Override
    public void close() {
        parts.forEach(part -> part.model().network().close());
    }
}
