package dev.vigil.vision.face;

/**
 * How good a picture of a face is.
 *
 * @param score all of the below in one number, in [0, 1]; higher is better
 * @param pixels between the eyes
 * @param sharpness variance of the Laplacian of the aligned grey 112x112 face, not negative
 * @param brightness mean of the aligned grey face, in [0, 255]
 * @param yaw in degrees, positive when the face turns to the picture's right
 * @param pitch in degrees, positive when it looks up
 * @param roll in degrees, positive clockwise in the picture
 */
public record Quality(
        float score, float pixels, float sharpness, float brightness, float yaw, float pitch, float roll) {}
