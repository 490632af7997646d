package dev.vigil.recognizer.photo;

import java.util.List;

/**
 * Whether two photos show the same person.
 *
 * @param score the cosine of the two faces, in [-1, 1]
 * @param threshold that counts as the same
 * @param falseMatchRate at which different people reach the threshold, in (0, 0.5]
 * @param extrapolated whether the threshold lies outside what the model's card measured
 * @param same whether the score reaches the threshold
 * @param faces every face of both photos
 */
public record Verification(
        float score, float threshold, double falseMatchRate, boolean extrapolated, boolean same, List<FaceView> faces) {
    /** Copies the faces. */
    public Verification {
        faces = List.copyOf(faces);
    }
}
