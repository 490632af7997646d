package dev.vigil.recognizer.event;

import dev.vigil.runtime.embedding.Embedding;
import java.util.Objects;

/**
 * What a second embedder makes of the same pictures, to be compared with what the active one does; it decides nothing.
 *
 * @param model id of the second embedder
 * @param embedding of length 1
 */
public record ShadowEmbedding(String model, Embedding embedding) {
    /**
     * Checks that both are there.
     *
     * @throws NullPointerException naming the one that is missing
     */
    public ShadowEmbedding {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(embedding, "embedding");
    }
}
