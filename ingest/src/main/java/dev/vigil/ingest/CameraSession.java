package dev.vigil.ingest;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.publish.Outgoing;
import dev.vigil.ingest.source.Jpeg;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of a camera: begins with its started marker, numbers its frames before any buffer, and ends with its ended
 * marker. For one thread.
 */
final class CameraSession {
    private final String camera;
    private final String id;
    private final FrameClock clock;
    private final Instant start;
    private final Lane lane;
    private long next;
    private Instant latest;

    private CameraSession(String camera, String id, FrameClock clock, Instant start, Lane lane) {
        this.camera = camera;
        this.id = id;
        this.clock = clock;
        this.start = start;
        this.lane = lane;
        this.latest = start;
    }

    /** Begins a session now. */
    static CameraSession begin(String camera, String id, FrameClock clock, Lane lane) {
        CameraSession session = new CameraSession(camera, id, clock, Instant.now(), lane);
        lane.mark(Outgoing.started(session.place()));
        return session;
    }

    String id() {
        return id;
    }

    /** Publishes a frame that was taken {@code at} after the start. */
    void frame(Jpeg jpeg, Duration at) throws InterruptedException {
        lane.awaitRoom();
        latest = start.plus(at);
        Outgoing frame = Outgoing.frame(place(), jpeg);
        next++;
        lane.put(frame);
    }

    /** Ends the session. Completes with whether Kafka has the marker. */
    CompletableFuture<Boolean> end() {
        Outgoing marker = Outgoing.ended(place());
        lane.mark(marker);
        return marker.delivered();
    }

    private Outgoing.Place place() {
        return new Outgoing.Place(camera, id, next, latest, clock);
    }
}
