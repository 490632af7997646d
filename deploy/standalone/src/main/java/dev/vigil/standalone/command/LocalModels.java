package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Task;
import java.util.Optional;

/** The model store of this machine. */
public final class LocalModels {
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
        return load(Catalogue.EMBEDDER);
    }

    /**
     * The default networks with another embedder, loaded; those of the catalogue are fetched before, where they are missing. The
     * caller closes them.
     *
     * @param embedder its id in the store
     * @throws UserError if it is not there, or no embedder
     */
    public FaceModels load(String embedder) {
        return load(Catalogue.DETECTOR, embedder);
    }

    /**
     * As above, with another detector too.
     *
     * @param detector its id in the store
     * @throws UserError if one is not there, or not for its task
     */
    public FaceModels load(String detector, String embedder) {
        requireDetector(detector);
        fetch(Catalogue.LANDMARKS);
        ModelCard card = embedder(embedder).card();
        if (card.curve().isAssumed()) {
            terminal.say(embedder + " is uncalibrated: until its card has falseMatchRates, the thresholds are those of "
                    + Catalogue.EMBEDDER + ".");
        }
        return FaceModels.load(store, new FaceNetworks(detector, Catalogue.LANDMARKS, embedder));
    }

    private void requireDetector(String id) {
        if (Catalogue.has(id)) {
            fetch(id);
        }
        if (store.model(id).card().task() != Task.DETECTION) {
            throw new UserError("The model " + id + " finds no faces: './vigil models list' shows those that do.");
        }
    }

    /**
     * An embedder of the store, fetched before where the catalogue has it.
     *
     * @throws UserError if it is not there, or no embedder
     */
    InstalledModel embedder(String id) {
        if (Catalogue.has(id)) {
            fetch(id);
        }
        InstalledModel model = store.model(id);
        if (model.card().task() != Task.EMBEDDING) {
            throw new UserError("The model " + id + " makes no embeddings: './vigil models list' shows those that do.");
        }
        return model;
    }

    /**
     * A network for liveness, fetched before where the catalogue has it; the caller closes it.
     *
     * @throws UserError if it is not there, or for something else
     */
    LivenessNetwork liveness(String id) {
        if (Catalogue.has(id)) {
            fetch(id);
        }
        if (store.model(id).card().task() != Task.LIVENESS) {
            throw new UserError("The model " + id
                    + " does not tell faces from pictures of faces: './vigil models list' shows those that do.");
        }
        return LivenessNetwork.load(store, id);
    }

    /** The card of a model, where this machine has it. */
    Optional<ModelCard> card(String id) {
        return store.has(id) ? Optional.of(store.model(id).card()) : Optional.empty();
    }

    /** What puts networks into the store. */
    ModelFetcher fetcher() {
        return ModelFetcher.of(store, terminal::say);
    }
}
