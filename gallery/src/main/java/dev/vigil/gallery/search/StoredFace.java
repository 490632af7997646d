package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;

/**
 * A face as the engine holds it.
 *
 * @param face id
 * @param model whose embedding it is
 * @param embedding exactly as it was put
 * @param details exactly as they were put
 */
public record StoredFace(String face, String model, Embedding embedding, Base64Bytes details) {}
