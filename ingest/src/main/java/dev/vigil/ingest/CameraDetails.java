package dev.vigil.ingest;

/**
 * One camera, as {@code GET /v1/cameras/{id}} answers.
 *
 * @param status how it is
 * @param settings as they hold, without credentials; put back with the same source, the camera keeps its own
 * @param origin {@code file} where the configuration file has the last word about it, {@code http} where a request had
 */
public record CameraDetails(CameraStatus status, CameraConfig settings, String origin) {
    static CameraDetails of(RunningCamera camera) {
        CameraConfig shown = camera.config().withSource(camera.config().maskedSource());
        return new CameraDetails(camera.status(), shown, camera.byHttp() ? "http" : "file");
    }
}
