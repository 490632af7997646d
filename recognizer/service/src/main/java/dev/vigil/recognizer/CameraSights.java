package dev.vigil.recognizer;

import dev.vigil.recognizer.see.CameraSight;
import dev.vigil.recognizer.see.LookSettings;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.TrackerSettings;
import java.util.Map;
import java.util.stream.Collectors;

/** From the config to how each camera is seen. */
final class CameraSights {
    private static final CameraSettings SAME = new CameraSettings(null, null, null, null, null, null, null, null);

    private CameraSights() {}

    static CameraSight standard(RecognizerConfig config) {
        return sight(config, SAME);
    }

    static Map<String, CameraSight> byCamera(RecognizerConfig config) {
        return config.cameras().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> sight(config, entry.getValue())));
    }

    private static CameraSight sight(RecognizerConfig config, CameraSettings camera) {
        TrackerSettings tracker = new TrackerSettings(
                config.trackGap(),
                CameraSettings.or(camera.minEyePixels(), config.minEyePixels()),
                CameraSettings.or(camera.minQuality(), config.minQuality()),
                config.embedEvery(),
                TrackerSettings.DEFAULT.shots(),
                TrackerSettings.DEFAULT.refuse(),
                CameraSettings.or(camera.detectorMinScore(), config.detectorMinScore()),
                config.presentEvery());
        boolean gated = camera.motionGate() == null ? config.motionGate() : camera.motionGate();
        MotionGate gate = gated
                ? new MotionGate(config.motionThreshold(), config.motionSettle(), config.motionKeepAlive())
                : null;
        return new CameraSight(tracker, look(config, camera, tracker.sureScore()), gate);
    }

    /** A size that is given for the camera itself is taken before a {@code minFace} for all. */
    private static LookSettings look(RecognizerConfig config, CameraSettings camera, float sureScore) {
        boolean ownSize = camera.detectorWidth() != null || camera.detectorHeight() != null;
        return new LookSettings(
                camera.detectorWidth() == null ? config.detectorWidth() : camera.detectorWidth(),
                camera.detectorHeight() == null ? config.detectorHeight() : camera.detectorHeight(),
                CameraSettings.or(camera.minFace(), ownSize ? 0 : config.minFace()),
                Math.min(sureScore, CameraSettings.or(camera.detectorWeakScore(), config.detectorWeakScore())));
    }
}
