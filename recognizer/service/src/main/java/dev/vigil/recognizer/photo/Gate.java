package dev.vigil.recognizer.photo;

import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.track.TrackerSettings;
import dev.vigil.vision.face.Quality;
import java.util.Optional;

/**
 * Which faces are good enough to be searched: the same as in the stream. A poor one is counted, never guessed.
 *
 * @param minPixels between the eyes
 * @param minQuality in [0, 1]
 */
public record Gate(float minPixels, float minQuality) {
    /** That of the stream's defaults. */
    public static final Gate DEFAULT = of(TrackerSettings.DEFAULT);

    /** That of these settings of the stream. */
    public static Gate of(TrackerSettings settings) {
        return new Gate(settings.minPixels(), settings.minQuality());
    }

    /** Whether a face of that quality is not searched. */
    public boolean refuses(Quality quality) {
        return refuse(quality).isPresent();
    }

    /** Why a face of that quality is not searched; empty where it is. */
    Optional<Reason> refuse(Quality quality) {
        if (quality.pixels() < minPixels) {
            return Optional.of(Reason.TOO_SMALL);
        }
        return quality.score() < minQuality ? Optional.of(Reason.LOW_QUALITY) : Optional.empty();
    }
}
