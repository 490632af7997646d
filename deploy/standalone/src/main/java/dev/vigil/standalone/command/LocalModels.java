package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;

/** The model store of this machine. */
public final class LocalModels {
    private static final String DEFAULT = "default";

    private final Terminal terminal;
    private final ModelStore store;

    /** By the environment of {@code terminal}, to which downloads are told. */
    public LocalModels(Terminal terminal) {
        this.terminal = terminal;
        this.store = new ModelStore(ModelStore.defaultRoot(terminal.env()));
    }

    /** The store itself. */
    public ModelStore store() {
        return store;
    }

    /** Fetches a model, or the default ones; does nothing where they are there and whole. */
    public void fetch(String idOrDefault) {
        fetcher().get(idOrDefault);
    }

    /** The default networks, loaded; fetched before, where they are missing. The caller closes them. */
    public FaceModels load() {
        fetch(DEFAULT);
        return FaceModels.load(store, FaceNetworks.DEFAULT);
    }

    /**
     * How often different people reach a score, by the card of the embedder.
     *
     * @throws UserError if the card does not say
     */
    public static FalseMatchCurve curve(FaceModels models) {
        FalseMatchCurve curve = models.embedderCard().falseMatchRates();
        if (curve == null) {
            throw new UserError(
                    "The card of the model " + models.names().embedder()
                            + " states no false match rates, so that no threshold follows: write falseMatchRates into its model.json.");
        }
        return curve;
    }

    /** What puts networks into the store. */
    ModelFetcher fetcher() {
        return ModelFetcher.of(store, terminal::say);
    }
}
