package dev.vigil.vision.face;

/**
 * How the detector looks.
 *
 * @param width of its input in pixels; more finds smaller faces and takes longer, in proportion to the area
 * @param height of its input in pixels
 * @param minScore only faces above this score, in (0, 1)
 * @param maxIou of two detections that overlap by more, only the better one stays; in (0, 1]
 * @param minFace width of the smallest face that is wanted, in pixels of the picture: where the input would show it with less than
 *     {@value #LEAST_FACE} pixels, it looks at overlapping parts of the picture too, at most {@value Tiles#MOST}, each at the cost of a
 *     look at the whole; 0 for a single look
 */
public record DetectorSettings(int width, int height, float minScore, float maxIou, float minFace) {
    /** So wide a face must be in the detector's input to be found. */
    public static final float LEAST_FACE = 12;

    /** What the published accuracy was measured with: faces down to about a thirtieth of the picture's width. */
    public static final DetectorSettings DEFAULT = new DetectorSettings(320, 240, .65f, .4f);

    /** With a single look. */
    public DetectorSettings(int width, int height, float minScore, float maxIou) {
        this(width, height, minScore, maxIou, 0);
    }

    /** Refuses what can't work. */
    public DetectorSettings {
        if (width < 64 || height < 64 || width > 4096 || height > 4096) {
            throw new IllegalArgumentException(
                    "A detector's input is 64 to 4096 pixels wide and high, unlike " + width + "x" + height + ".");
        }
        if (!(minScore > 0 && minScore < 1) || !(maxIou > 0 && maxIou <= 1)) {
            throw new IllegalArgumentException("A detector's minScore lies in (0, 1) and its maxIou in (0, 1].");
        }
        if (!(minFace >= 0)) {
            throw new IllegalArgumentException("A detector's minFace is not negative.");
        }
    }
}
