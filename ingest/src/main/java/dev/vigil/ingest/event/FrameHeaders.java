package dev.vigil.ingest.event;

import dev.vigil.runtime.event.EventHeaders;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * What a record on {@code vigil.frame.captured.v1} says in its headers, beside its CloudEvents attributes. A marker bears the
 * same fields, with the sequence that comes next, and width and height 0.
 *
 * @param event the CloudEvents attributes; {@code time} is when it was published
 * @param session new for each connection of a camera
 * @param sequence numbered from 0 in a session, before any buffer, so that a drop leaves a gap
 * @param width in pixels
 * @param height in pixels
 * @param capturedAt the frame's time, with milliseconds
 * @param clock whose time that is
 */
public record FrameHeaders(
        EventHeaders event,
        String session,
        long sequence,
        int width,
        int height,
        Instant capturedAt,
        FrameClock clock) {
    /** The extension attributes, in the order of the contract. */
    public static Map<String, String> extensions(
            String session, long sequence, int width, int height, Instant capturedAt, FrameClock clock) {
        Map<String, String> extensions = new LinkedHashMap<>();
        extensions.put("session", session);
        extensions.put("sequence", Long.toString(sequence));
        extensions.put("width", Integer.toString(width));
        extensions.put("height", Integer.toString(height));
        extensions.put("capturedat", EventHeaders.rfc3339(capturedAt));
        extensions.put("clock", clock.label());
        return extensions;
    }

    /**
     * Reads a record's headers.
     *
     * @throws IllegalArgumentException naming the header that is missing or wrong
     */
    public static FrameHeaders read(Headers headers) {
        EventHeaders event = EventHeaders.read(headers);
        return new FrameHeaders(
                event,
                event.extension("session"),
                event.longExtension("sequence"),
                Math.toIntExact(event.longExtension("width")),
                Math.toIntExact(event.longExtension("height")),
                event.instantExtension("capturedat"),
                FrameClock.ofLabel(event.extension("clock")));
    }

    /** Whether this is a marker and not a frame. */
    public boolean marker() {
        return !event.type().equals(CameraEvents.FRAME);
    }
}
