package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.runtime.embedding.Embedding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch to identify: the body of {@code POST /v1/identify}.
 *
 * @param model the embedder's id: only its templates are searched; null for the gallery's active one
 * @param k how many people to return for each, in [1, 100]
 * @param embeddings 1 to 64 of them
 * @param watchlists only people on at least one of these; empty for everybody
 * @param ignored whether people marked as ignored are found too
 * @param threshold the answer says who lies above it, a cosine in [-1, 1]; null for no such statement
 * @param explain whether the answer says how it came about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probes(
        @Nullable String model,
        int k,
        List<Embedding> embeddings,
        List<String> watchlists,
        boolean ignored,
        @Nullable Float threshold,
        boolean explain) {
    /** Copies the lists. */
    public Probes {
        embeddings = List.copyOf(embeddings);
        watchlists = List.copyOf(watchlists);
    }

    /** Searches everybody. */
    public Probes(@Nullable String model, int k, List<Embedding> embeddings) {
        this(model, k, embeddings, List.of(), true, null, false);
    }
}
