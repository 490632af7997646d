package dev.vigil.ingest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a camera stands. */
public enum CameraState {
    /** The connection is being made. */
    CONNECTING,
    /** Frames come. */
    UP,
    /** Frames come and show the same picture again and again; it is connected again from time to time. */
    FROZEN,
    /** It was lost or could not be reached; it is tried again after a pause. */
    WAITING,
    /** Everything of it was read, and its ended marker is in Kafka. */
    ENDED,
    /** It was to run until its end and could not; it is not tried again. */
    FAILED,
    /** Somebody has paused it. */
    PAUSED,
    /** It was removed, or ingest was closed. */
    STOPPED;

    /** As JSON and configuration write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will come of it. */
    public boolean over() {
        return this == ENDED || this == FAILED || this == STOPPED;
    }
}
