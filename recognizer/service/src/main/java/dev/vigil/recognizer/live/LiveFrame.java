package dev.vigil.recognizer.live;

import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;

/**
 * A camera's frame with the faces that are followed in it.
 *
 * @param camera its id
 * @param session of the camera
 * @param sequence of the frame in its session
 * @param capturedAt the frame's time
 * @param jpeg the picture as it was published
 * @param width in pixels
 * @param height in pixels
 * @param faces those seen in this frame
 */
public record LiveFrame(
        String camera,
        String session,
        long sequence,
        Instant capturedAt,
        Base64Bytes jpeg,
        int width,
        int height,
        List<LiveFace> faces) {
    /** Copies the faces. */
    public LiveFrame {
        faces = List.copyOf(faces);
    }
}
