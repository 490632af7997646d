package dev.vigil.lab.calibrate;

import dev.vigil.runtime.embedding.Embedding;

/**
 * One picture of somebody.
 *
 * @param person whose it is
 * @param embedding of it
 * @param quality of it, in [0, 1]
 */
public record Template(String person, Embedding embedding, float quality) {}
