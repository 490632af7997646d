package dev.vigil.recognizer.see;

import dev.vigil.vision.face.DetectorSettings;

/**
 * How the detector looks at a camera's frames.
 *
 * @param width of its input in pixels, where {@code minFace} is 0
 * @param height of its input in pixels, where {@code minFace} is 0
 * @param minFace width of the smallest face that is wanted, in pixels of the frame: the input is the smallest of {@link #SIZES} that
 *     shows such a face to the detector with {@value DetectorSettings#LEAST_FACE} pixels, and the largest with overlapping parts of the
 *     frame where even that one does not; 0 leaves it to {@code width} and {@code height}
 * @param minScore of the weakest detections that are kept, in (0, 1)
 */
public record LookSettings(int width, int height, float minFace, float minScore) {
    /** Inputs to choose from by width, each 4:3. */
    static final java.util.List<Integer> SIZES = java.util.List.of(320, 480, 640, 960, 1280);

    /** The default input, and only faces that the detector is sure of. */
    public static final LookSettings DEFAULT = new LookSettings(
            DetectorSettings.DEFAULT.width(),
            DetectorSettings.DEFAULT.height(),
            0,
            DetectorSettings.DEFAULT.minScore());

    /** Of the detector, for frames of this size. */
    DetectorSettings detector(int frameWidth, int frameHeight) {
        int w = minFace > 0 ? inputWidth(frameWidth, frameHeight) : width;
        int h = minFace > 0 ? w * 3 / 4 : height;
        return new DetectorSettings(w, h, minScore, DetectorSettings.DEFAULT.maxIou(), minFace);
    }

    private int inputWidth(int frameWidth, int frameHeight) {
        for (int size : SIZES) {
            double scale = Math.min((double) size / frameWidth, size * .75 / frameHeight);
            if (minFace * scale >= DetectorSettings.LEAST_FACE) {
                return size;
            }
        }
        return SIZES.get(SIZES.size() - 1);
    }
}
