package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.runtime.event.EventHeaders;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/** Makes the records of a camera as ingest does. */
public final class Camera {
    private final String id;
    private final FrameClock clock;
    private String session = "";
    private long sequence;

    public Camera(String id, FrameClock clock) {
        this.id = id;
        this.clock = clock;
    }

    public Camera session(String name) {
        session = name;
        sequence = 0;
        return this;
    }

    public String id() {
        return id;
    }

    public String session() {
        return session;
    }

    public long sequence() {
        return sequence;
    }

    public TestRecord<String, byte[]> started(Instant now) {
        return record(CameraEvents.STARTED, new byte[0], sequence, now, now);
    }

    public TestRecord<String, byte[]> ended(Instant now) {
        return record(CameraEvents.ENDED, new byte[0], sequence, now, now);
    }

    public TestRecord<String, byte[]> frame(byte[] picture, Instant now) {
        return frame(picture, now, now);
    }

    public TestRecord<String, byte[]> frame(byte[] picture, Instant captured, Instant published) {
        return record(CameraEvents.FRAME, picture, sequence++, captured, published);
    }

    /** A frame that never comes. */
    public Camera lose(int frames) {
        sequence += frames;
        return this;
    }

    public TestRecord<String, byte[]> record(
            String type, byte[] value, long number, Instant captured, Instant published) {
        Headers headers = new RecordHeaders();
        new EventHeaders(
                        id + "/" + session + "/" + number,
                        type,
                        "/cameras/" + id,
                        published,
                        null,
                        value.length == 0 ? null : "image/jpeg",
                        "00-11111111111111111111111111111111-2222222222222222-01",
                        FrameHeaders.extensions(session, number, 640, 360, captured, clock))
                .writeTo(headers);
        return new TestRecord<>(id, value, headers, published);
    }
}
