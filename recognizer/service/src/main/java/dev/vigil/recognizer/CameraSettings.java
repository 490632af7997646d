package dev.vigil.recognizer;

import dev.vigil.vision.face.DetectorSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is different for one camera; what is null here is as for all cameras.
 *
 * @param minFace width of the smallest face that is wanted, in pixels of the frame; chooses the detector's input
 * @param detectorWidth of the detector's input in pixels, where {@code minFace} is not given
 * @param detectorHeight of the detector's input in pixels
 * @param detectorMinScore in (0, 1): of faces that the detector is sure of
 * @param detectorWeakScore in (0, 1): of faces that may go on with a track
 * @param minEyePixels between the eyes: below it a face is too small
 * @param minQuality in [0, 1]: below it a face is too poor to be searched
 * @param motionGate whether frames of a quiet scene are passed over
 */
public record CameraSettings(
        @Nullable Float minFace,
        @Nullable Integer detectorWidth,
        @Nullable Integer detectorHeight,
        @Nullable Float detectorMinScore,
        @Nullable Float detectorWeakScore,
        @Nullable Float minEyePixels,
        @Nullable Float minQuality,
        @Nullable Boolean motionGate) {
    private static final float LARGEST_MIN_FACE = 2000;

    /** Checks the ranges. */
    public CameraSettings {
        requireDetector(
                or(minFace, 0),
                detectorWidth == null ? DetectorSettings.DEFAULT.width() : detectorWidth,
                detectorHeight == null ? DetectorSettings.DEFAULT.height() : detectorHeight,
                or(detectorMinScore, DetectorSettings.DEFAULT.minScore()),
                or(detectorWeakScore, DetectorSettings.DEFAULT.minScore()));
        require(or(minEyePixels, 0) >= 0, "minEyePixels is not negative.");
        require(or(minQuality, 0) >= 0 && or(minQuality, 0) <= 1, "minQuality lies in 0 to 1.");
    }

    /**
     * Checks how a detector is to look.
     *
     * @throws IllegalArgumentException in one sentence, if that can't work
     */
    static void requireDetector(float minFace, int width, int height, float minScore, float weakScore) {
        require(minFace >= 0 && minFace <= LARGEST_MIN_FACE, "minFace lies in 0 to 2000 pixels.");
        require(minScore > 0 && minScore < 1, "detectorMinScore lies between 0 and 1.");
        require(weakScore > 0 && weakScore < 1, "detectorWeakScore lies between 0 and 1.");
        new DetectorSettings(width, height, minScore, DetectorSettings.DEFAULT.maxIou()); // refuses what can't work
    }

    /** Its own value, or that of all cameras. */
    static float or(@Nullable Float own, float common) {
        return own == null ? common : own;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
