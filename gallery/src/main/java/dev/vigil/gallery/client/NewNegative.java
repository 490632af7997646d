package dev.vigil.gallery.client;

import dev.vigil.runtime.embedding.Embedding;

/**
 * A face that is not the person's. Fields as in {@link dev.vigil.gallery.event.Negative}.
 *
 * @param model the embedder's id
 * @param embedding of that model
 * @param source the recognition or photo that it comes from: the same source twice gives the same negative
 */
public record NewNegative(String model, Embedding embedding, String source) {}
