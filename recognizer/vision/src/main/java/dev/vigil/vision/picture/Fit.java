package dev.vigil.vision.picture;

/**
 * How a picture lies in a network's input: scaled to fit, at the top left, the rest black ("letterboxed").
 *
 * @param width of the scaled picture, in pixels of the input
 * @param height of the scaled picture, in pixels of the input
 * @param scaleX pixels of the picture per pixel of the input
 * @param scaleY pixels of the picture per pixel of the input
 */
public record Fit(int width, int height, float scaleX, float scaleY) {
    /** The largest that keeps the picture's proportions, rounded to whole pixels. */
    public static Fit of(int pictureWidth, int pictureHeight, int inputWidth, int inputHeight) {
        double scale = Math.min((double) inputWidth / pictureWidth, (double) inputHeight / pictureHeight);
        int width = side(pictureWidth * scale, inputWidth);
        int height = side(pictureHeight * scale, inputHeight);
        return new Fit(width, height, (float) pictureWidth / width, (float) pictureHeight / height);
    }

    private static int side(double wanted, int max) {
        return Math.max(1, Math.min(max, (int) Math.round(wanted)));
    }
}
