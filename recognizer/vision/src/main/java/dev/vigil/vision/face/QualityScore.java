package dev.vigil.vision.face;

/**
 * All of a face's quality in one number: the product of four factors in [0, 1], so that one bad thing is enough to spoil a picture,
 * and nothing good makes up for it.
 */
final class QualityScore {
    private QualityScore() {}

    static float of(float pixels, float sharpness, float brightness, float yaw, float pitch) {
        return (float) (size(pixels) * sharp(sharpness) * light(brightness) * pose(yaw, pitch));
    }

    static double size(double pixels) {
        return between(Math.log(Math.max(pixels, 1e-3)), Math.log(4), Math.log(32));
    }

    static double sharp(double sharpness) {
        return sharpness / (sharpness + 30);
    }

    static double light(double brightness) {
        return between(brightness, 5, 60) * between(brightness, 252, 210);
    }

    static double pose(double yaw, double pitch) {
        double y = yaw / 35;
        double p = pitch / 35;
        return Math.exp(-(y * y + p * p) / 2);
    }

    /** 0 at {@code none}, 1 at {@code all}, straight between. */
    private static double between(double value, double none, double all) {
        return Math.min(1, Math.max(0, (value - none) / (all - none)));
    }
}
