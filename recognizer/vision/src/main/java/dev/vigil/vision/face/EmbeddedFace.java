package dev.vigil.vision.face;

import dev.vigil.runtime.embedding.Embedding;

/**
 * A face with what the embedder made of it.
 *
 * @param face where and how good
 * @param embedding of unit length
 */
public record EmbeddedFace(Face face, Embedding embedding) {}
