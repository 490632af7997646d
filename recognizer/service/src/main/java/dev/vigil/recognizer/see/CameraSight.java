package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.TrackerSettings;
import org.jspecify.annotations.Nullable;

/**
 * How one camera is seen.
 *
 * @param tracker how its faces are followed, and which are good enough
 * @param look how the detector looks
 * @param gate which frames are passed over; null where each is looked at
 */
public record CameraSight(
        TrackerSettings tracker,
        LookSettings look,
        @Nullable MotionGate gate) {
    /** Everything by its default, and each frame looked at. */
    public static final CameraSight DEFAULT = new CameraSight(TrackerSettings.DEFAULT, LookSettings.DEFAULT, null);
}
