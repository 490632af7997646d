package dev.vigil.vision.face;

/**
 * A face's quality in one number: the product of four factors in [0, 1], so that one bad thing is enough to spoil a picture, and
 * nothing good makes up for it. The factors for size, sharpness and light follow what was measured on faces of LFW that were
 * shrunk, blurred, darkened and brightened: each is about the cosine that remains between the embeddings of the spoilt and of the
 * untouched picture (eyes 6 pixels apart, a Laplacian's variance of 5, a mean of 6 or 239: half or less of it is left). Those for
 * yaw and pitch are chosen: 0.84 at 30°, 0.5 at 60° of yaw.
 */
final class QualityScore {
    /** The mean grey of a well lit face; a darker one's contrasts, and so its Laplacian, shrink in proportion. */
    private static final double USUAL_BRIGHTNESS = 110;

    private static final double YAW_SPREAD = 50;
    private static final double PITCH_SPREAD = 40;

    private QualityScore() {}

    /**
     * @param pixels between the eyes
     * @param sharpness variance of the Laplacian of the aligned grey face
     * @param brightness mean of the aligned grey face, in [0, 255]
     * @param yaw in degrees
     * @param pitch in degrees
     */
    static float of(float pixels, float sharpness, float brightness, float yaw, float pitch) {
        return (float) (size(pixels) * sharp(sharpness, brightness) * light(brightness) * pose(yaw, pitch));
    }

    private static double size(double pixels) {
        return rise(pixels, 6.2, 3.5);
    }

    private static double sharp(double sharpness, double brightness) {
        double contrast = Math.max(1, Math.min(brightness, USUAL_BRIGHTNESS)) / USUAL_BRIGHTNESS;
        return rise(sharpness / (contrast * contrast), 5, 2);
    }

    private static double light(double brightness) {
        return rise(brightness, 6.5, 1.5) * rise(255 - brightness, 18, 2);
    }

    private static double pose(double yaw, double pitch) {
        double y = yaw / YAW_SPREAD;
        double p = pitch / PITCH_SPREAD;
        return Math.exp(-(y * y + p * p) / 2);
    }

    /** From 0 at 0 through a half at {@code half} towards 1 (Hill's function). */
    private static double rise(double value, double half, double steepness) {
        if (!(value > 0)) {
            return 0;
        }
        return 1 / (1 + Math.pow(half / value, steepness));
    }
}
