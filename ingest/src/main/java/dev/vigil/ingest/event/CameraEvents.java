package dev.vigil.ingest.event;

/** The types of records on {@code vigil.frame.captured.v1}; all bear the camera's id as key. */
public final class CameraEvents {
    /** A frame: the value is a JPEG. */
    public static final String FRAME = "vigil.frame.captured.v1";

    /** A camera's session began: empty value. */
    public static final String STARTED = "vigil.camera.started.v1";

    /** A camera's session ended: empty value; nothing of that session follows. */
    public static final String ENDED = "vigil.camera.ended.v1";

    private CameraEvents() {}
}
