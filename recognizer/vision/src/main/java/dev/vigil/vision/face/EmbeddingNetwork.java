package dev.vigil.vision.face;

import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Task;

/**
 * One embedder by itself, loaded: for a second model beside the one that {@link FaceModels} look with. Threads share it; each makes
 * itself a {@link FaceEmbedder}. Close it after all of them.
 */
public final class EmbeddingNetwork implements AutoCloseable {
    private final FaceModels.Model model;

    private EmbeddingNetwork(FaceModels.Model model) {
        this.model = model;
    }

    /**
     * Loads it from the store.
     *
     * @throws dev.vigil.runtime.error.UserError if it is not there or damaged, saying how to get it
     * @throws IllegalArgumentException if it is no embedder
     */
    public static EmbeddingNetwork load(ModelStore store, String id) {
        InstalledModel model = store.model(id);
        if (model.card().task() != Task.EMBEDDING) {
            throw new IllegalArgumentException("The model " + id + " makes no embeddings.");
        }
        return of(new FaceModels.Model(Engines.load(model), model.card()));
    }

    /** Takes over a network that is loaded already. */
    public static EmbeddingNetwork of(FaceModels.Model model) {
        return new EmbeddingNetwork(model);
    }

    /** What is known of it. */
    public ModelCard card() {
        return model.card();
    }

    /** For one thread: some megabytes of buffers; the network is shared. Close it before this. */
    public FaceEmbedder newEmbedder() {
        return new FaceEmbedder(model);
    }

    /** Frees the network; closing twice does nothing. */
    @Override
    public void close() {
        model.network().close();
    }
}
