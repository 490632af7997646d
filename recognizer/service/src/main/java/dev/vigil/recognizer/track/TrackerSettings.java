package dev.vigil.recognizer.track;

import java.time.Duration;

/**
 * What the tracker goes by.
 *
 * @param gap a track ends when its face has been missing for so long, in frame time
 * @param minPixels between the eyes: below it a face is too small
 * @param minQuality in [0, 1]: below it a face is too poor to be embedded
 * @param embedEvery how often a track's face is embedded again, in frame time
 * @param shots how many of the best are kept, at least 1
 * @param refuse cosine below which a face can't be the track's
 * @param sureScore of the detector, in (0, 1): a face below it is weak; it may go on with a track but never begins one
 * @param presentEvery how often it is said of a track that it is still there, in frame time
 */
public record TrackerSettings(
        Duration gap,
        float minPixels,
        float minQuality,
        Duration embedEvery,
        int shots,
        float refuse,
        float sureScore,
        Duration presentEvery) {
    /** Two seconds, 12 px, a face a second, four shots, sure from .65 on, present every five seconds. */
    public static final TrackerSettings DEFAULT = new TrackerSettings(
            Duration.ofSeconds(2), 12, .2f, Duration.ofSeconds(1), 4, .3f, .65f, Duration.ofSeconds(5));
}
