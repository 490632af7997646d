package dev.vigil.gallery.client;

/**
 * How alike a probe and one embedding of the gallery are.
 *
 * @param face the id of the face or the negative
 * @param score their cosine, in [-1, 1]
 */
public record FaceScore(String face, float score) {}
