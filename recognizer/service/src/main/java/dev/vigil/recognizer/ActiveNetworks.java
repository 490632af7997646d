package dev.vigil.recognizer;

import dev.vigil.vision.face.EmbeddingNetwork;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.match.FalseMatchCurves;
import dev.vigil.vision.model.ModelStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The networks that look, of which the embedder may be exchanged while they do. Whoever looks asks once which embedder is active, and
 * then by its name for its networks; what was loaded stays so until the end, for a look that has begun, and for the way back. Thread-safe.
 */
public final class ActiveNetworks implements AutoCloseable {
    private final @Nullable ModelStore store;
    private final @Nullable LivenessNetwork liveness;
    private final Map<String, FaceModels> loaded = new ConcurrentHashMap<>();
    private final Map<String, EmbeddingNetwork> seconds = new ConcurrentHashMap<>();
    private volatile FaceModels now;
    private volatile @Nullable EmbeddingNetwork shadow;

    private ActiveNetworks(FaceModels first, @Nullable ModelStore store, @Nullable LivenessNetwork liveness) {
        this.store = store;
        this.liveness = liveness;
        this.now = first;
        loaded.put(embedder(first), first);
    }

    /** These, for good. They are closed with this. */
    public static ActiveNetworks fixed(FaceModels models) {
        return new ActiveNetworks(models, null, null);
    }

    /**
     * These, until another embedder of {@code store} is to look. They are closed with this.
     *
     * @param liveness asked about each face that is embedded; null for none
     */
    public static ActiveNetworks of(FaceModels first, ModelStore store, @Nullable LivenessNetwork liveness) {
        return new ActiveNetworks(first, store, liveness);
    }

    /** Those that look from now on. Not to be closed. */
    public FaceModels now() {
        return now;
    }

    /** The id of the embedder that looks from now on. */
    public String embedder() {
        return embedder(now);
    }

    /**
     * Those with an embedder that looks, or has looked.
     *
     * @throws NullPointerException for another one
     */
    public FaceModels with(String embedder) {
        return Objects.requireNonNull(loaded.get(embedder), embedder);
    }

    /** Says of faces whether they are there; null where nothing does. Not to be closed. */
    public @Nullable LivenessNetwork liveness() {
        return liveness;
    }

    /** A second embedder whose embeddings are made beside, to be compared; null for none. Not to be closed. */
    public @Nullable EmbeddingNetwork shadow() {
        return shadow;
    }

    /** How often different people reach a score, with each embedder that is known, by id. */
    public Map<String, FalseMatchCurves> curves() {
        Map<String, FalseMatchCurves> curves = new HashMap<>(now.curves());
        EmbeddingNetwork second = shadow;
        if (second != null) {
            curves.put(second.card().id(), second.card().curves());
        }
        return curves;
    }

    /**
     * Has another embedder look, loaded first where it isn't yet: seconds, in which the one before goes on.
     *
     * @throws dev.vigil.runtime.error.UserError if it is not in the store, or damaged
     * @throws IllegalArgumentException if it is no embedder
     */
    public synchronized void follow(String embedder) {
        FaceNetworks names = now.names();
        now = loaded.computeIfAbsent(
                embedder, id -> FaceModels.load(store(), new FaceNetworks(names.detector(), names.landmarks(), id)));
    }

    /**
     * Has another second embedder look beside, or none; the active one is none.
     *
     * @throws dev.vigil.runtime.error.UserError if it is not in the store, or damaged
     * @throws IllegalArgumentException if it is no embedder
     */
    public synchronized void compareWith(@Nullable String embedder) {
        shadow = embedder == null || embedder.equals(embedder())
                ? null
                : seconds.computeIfAbsent(embedder, id -> EmbeddingNetwork.load(store(), id));
    }

    private ModelStore store() {
        return Objects.requireNonNull(store, "These networks are fixed.");
    }

    private static String embedder(FaceModels models) {
        return models.embedderCard().id();
    }

    @Override
    public void close() {
        loaded.values().forEach(FaceModels::close);
        seconds.values().forEach(EmbeddingNetwork::close);
        if (liveness != null) {
            liveness.close();
        }
    }
}
