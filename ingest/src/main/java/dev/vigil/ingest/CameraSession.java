package dev.vigil.ingest;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.publish.FrameLedger;
import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.publish.Outgoing;
import dev.vigil.ingest.source.Jpeg;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a camera: begins with its started marker, numbers its frames before any buffer, and ends with its ended
 * marker. For one thread.
 */
final class CameraSession {
    private final String camera;
    private final String id;
    private final FrameClock clock;
    private final FrameTimes times;
    private final Lane lane;
    private final FrameLedger ledger;
    private long next;

    private CameraSession(String camera, String id, FrameClock clock, FrameTimes times, Lane lane, FrameLedger ledger) {
        this.camera = camera;
        this.id = id;
        this.clock = clock;
        this.times = times;
        this.lane = lane;
        this.ledger = ledger;
    }

    /**
     * Begins a session.
     *
     * @param clock of the source
     * @param at the source's time now
     */
    static CameraSession begin(
            CameraConfig camera, String id, FrameClock clock, Duration at, Lane lane, FrameLedger ledger) {
        boolean cameraTime = camera.clock() == CameraConfig.ClockChoice.AUTO;
        Clock now = Clock.systemUTC();
        FrameTimes times = new FrameTimes(now.instant().minus(at), clock, cameraTime, now);
        CameraSession session = new CameraSession(camera.id(), id, clock, times, lane, ledger);
        ledger.begun(id);
        lane.mark(Outgoing.started(session.place(now.instant(), clock)));
        return session;
    }

    String id() {
        return id;
    }

    /**
     * Publishes a frame that was read {@code at} after the origin, and that the camera says it took at {@code cameraTime}.
     *
     * @return false where it was not, since a clock was set: another session must take it
     */
    boolean frame(Jpeg jpeg, Duration at, @Nullable Instant cameraTime) throws InterruptedException {
        Optional<FrameTimes.Time> time = times.of(at, cameraTime);
        if (time.isPresent()) {
            lane.awaitRoom();
            Outgoing frame = Outgoing.frame(place(time.get().at(), time.get().clock()), jpeg);
            next++;
            lane.put(frame);
        }
        return time.isPresent();
    }

    /** How far the camera's clock is ahead of ours in seconds; null where it tells no time. */
    @Nullable
    Double driftSeconds() {
        return times.driftSeconds();
    }

    /** Ends the session. Completes with whether Kafka has the marker. */
    CompletableFuture<Boolean> end() {
        Outgoing marker = Outgoing.ended(place(times.latest(), clock));
        ledger.ended(id, next);
        lane.mark(marker);
        return marker.delivered().whenComplete((delivered, failure) -> ledger.closed());
    }

    private Outgoing.Place place(Instant at, FrameClock whose) {
        return new Outgoing.Place(camera, id, next, at, whose);
    }
}
