package dev.vigil.ingest.publish;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.ingest.source.Jpeg;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.event.TraceParent;
import dev.vigil.runtime.topic.Topics;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One record on its way to the topic. Its event time is when it was handed over for publication, so that a wait in our own
 * buffer counts as age.
 */
public final class Outgoing {
    private final String type;
    private final Place place;
    private final ProducerRecord<String, byte[]> record;
    private final CompletableFuture<Boolean> delivered = new CompletableFuture<>();

    private Outgoing(String type, Place place, ProducerRecord<String, byte[]> record) {
        this.type = type;
        this.place = place;
        this.record = record;
    }

    /**
     * Where a record belongs.
     *
     * @param camera its id, which is the record's key
     * @param session of the connection
     * @param sequence of the frame in the session
     * @param capturedAt the frame's time
     * @param clock whose time that is
     */
    public record Place(String camera, String session, long sequence, Instant capturedAt, FrameClock clock) {}

    /** A frame. */
    public static Outgoing frame(Place place, Jpeg jpeg) {
        return of(
                CameraEvents.FRAME,
                place,
                Long.toString(place.sequence),
                "image/jpeg",
                jpeg.bytes(),
                jpeg.width(),
                jpeg.height());
    }

    /** The marker that begins a session. */
    public static Outgoing started(Place place) {
        return of(CameraEvents.STARTED, place, "started", null, new byte[0], 0, 0);
    }

    /** The marker that ends a session; its sequence is the one that would have come next. */
    public static Outgoing ended(Place place) {
        return of(CameraEvents.ENDED, place, "ended", null, new byte[0], 0, 0);
    }

    private static Outgoing of(
            String type,
            Place place,
            String name,
            @org.jspecify.annotations.Nullable String contentType,
            byte[] value,
            int width,
            int height) {
        EventHeaders headers = new EventHeaders(
                place.camera + "/" + place.session + "/" + name,
                type,
                "/cameras/" + place.camera,
                Instant.now(),
                place.session,
                contentType,
                TraceParent.begin(),
                FrameHeaders.extensions(place.session, place.sequence, width, height, place.capturedAt, place.clock));
        // The record's own time is the wall clock's: the broker refuses times far ahead, and a long film's frames lie
        // there.
        var record = new ProducerRecord<>(Topics.FRAME_CAPTURED.name(), place.camera, value);
        headers.writeTo(record.headers());
        return new Outgoing(type, place, record);
    }

    /** Completes with true when Kafka has acknowledged the record, with false when it was dropped. */
    public CompletableFuture<Boolean> delivered() {
        return delivered;
    }

    ProducerRecord<String, byte[]> record() {
        return record;
    }

    Place place() {
        return place;
    }

    boolean frame() {
        return type.equals(CameraEvents.FRAME);
    }

    /** Whether this marker and the one after it enclose nothing. */
    boolean opens(Outgoing next) {
        return type.equals(CameraEvents.STARTED)
                && next.type.equals(CameraEvents.ENDED)
                && Objects.equals(place.session, next.place.session);
    }
}
