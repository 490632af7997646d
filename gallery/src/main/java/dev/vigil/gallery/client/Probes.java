package dev.vigil.gallery.client;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/**
 * A batch to identify: the body of {@code POST /v1/identify}.
 *
 * @param model the embedder's id: only its templates are searched
 * @param k how many people to return for each, in [1, 100]
 * @param embeddings 1 to 64 of them
 */
public record Probes(String model, int k, List<Embedding> embeddings) {
    /** Copies the list. */
    public Probes {
        embeddings = List.copyOf(embeddings);
    }
}
