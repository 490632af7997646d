package dev.vigil.vision.face;

import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Task;

/**
 * A network that tells a face that is there from a picture of one, loaded. Threads share it; each makes itself a {@link
 * LivenessChecker}. Close it after all of them.
 */
public final class LivenessNetwork implements AutoCloseable {
    private final FaceModels.Model model;

    private LivenessNetwork(FaceModels.Model model) {
        this.model = model;
    }

    /**
     * Loads it from the store.
     *
     * @throws dev.vigil.runtime.error.UserError if it is not there or damaged, saying how to get it
     * @throws IllegalArgumentException if it is for another task
     */
    public static LivenessNetwork load(ModelStore store, String id) {
        InstalledModel installed = store.model(id);
        requireLiveness(installed.card());
        return new LivenessNetwork(new FaceModels.Model(Engines.load(installed), installed.card()));
    }

    /**
     * Takes over a network that is loaded already.
     *
     * @throws IllegalArgumentException if it is for another task
     */
    public static LivenessNetwork of(FaceModels.Model model) {
        requireLiveness(model.card());
        return new LivenessNetwork(model);
    }

    private static void requireLiveness(ModelCard card) {
        if (card.task() != Task.LIVENESS) {
            throw new IllegalArgumentException(
                    "The model " + card.id() + " is for " + card.task() + ", not for " + Task.LIVENESS + ".");
        }
    }

    /** What is known of it. */
    public ModelCard card() {
        return model.card();
    }

    /** For one thread: some megabytes of buffers; the network is shared. Close it before this. */
    public LivenessChecker newChecker() {
        return new LivenessChecker(model);
    }

    /** Frees the network; closing twice does nothing. */
    @Override
    public void close() {
        model.network().close();
    }
}
