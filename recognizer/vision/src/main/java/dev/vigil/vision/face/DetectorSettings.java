package dev.vigil.vision.face;

/**
 * How the detector looks.
 *
 * @param width of its input in pixels; more finds smaller faces and takes longer, in proportion to the area
 * @param height of its input in pixels
 * @param minScore only faces above this score, in (0, 1)
 * @param maxIou of two detections that overlap by more, only the better one stays; in (0, 1]
 */
public record DetectorSettings(int width, int height, float minScore, float maxIou) {
    /** What the published accuracy was measured with: faces down to about a thirtieth of the picture's width. */
    public static final DetectorSettings DEFAULT = new DetectorSettings(320, 240, .65f, .4f);

    /** Refuses what can't work. */
    public DetectorSettings {
        if (width < 64 || height < 64 || width > 4096 || height > 4096) {
            throw new IllegalArgumentException(
                    "A detector's input is 64 to 4096 pixels wide and high, unlike " + width + "x" + height + ".");
        }
        if (!(minScore > 0 && minScore < 1) || !(maxIou > 0 && maxIou <= 1)) {
            throw new IllegalArgumentException("A detector's minScore lies in (0, 1) and its maxIou in (0, 1].");
        }
    }
}
