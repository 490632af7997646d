package dev.vigil.vision.face;

/**
 * Where the detector saw a face.
 *
 * @param box in pixels of the picture; may reach over its edge
 * @param score the detector's, in [0, 1]
 */
public record Detection(Box box, float score) {}
