package dev.vigil.ingest;

import dev.vigil.ingest.publish.LaneListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what happens to one camera: its state with one log line per change, its counts, its metrics. Thread-safe. */
final class CameraRecord implements LaneListener {
    private static final Logger log = LoggerFactory.getLogger(CameraRecord.class);

    /** After so long without a drop it is over. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private final CameraConfig camera;
    private final MeterRegistry meters;
    private final Counter published;
    private final Counter thinned;
    private final Counter unreadable;
    private final Counter reconnects;
    private CameraState state = CameraState.CONNECTING;
    private @Nullable String reason;
    private @Nullable String session;
    private @Nullable Instant lastFrameAt;
    private long framesRead;
    private long framesDropped;
    private boolean dropping;
    private long lastDrop;

    CameraRecord(CameraConfig camera, MeterRegistry meters) {
        this.camera = camera;
        this.meters = meters;
        published = frames("published");
        thinned = frames("thinned");
        unreadable = frames("unreadable");
        reconnects = meters.counter("vigil.ingest.reconnects", "camera", camera.id());
        Gauge.builder("vigil.ingest.camera.up", this, record -> record.isUp() ? 1 : 0)
                .tag("camera", camera.id())
                .description("1 while frames of the camera come, else 0")
                .register(meters);
        Gauge.builder("vigil.frame.age", this, CameraRecord::ageSeconds)
                .tag("camera", camera.id())
                .baseUnit("seconds")
                .description("Since the camera's latest frame was read; NaN before the first")
                .register(meters);
    }

    private Counter frames(String outcome) {
        return meters.counter("vigil.ingest.frames", "camera", camera.id(), "outcome", outcome);
    }

    private synchronized boolean isUp() {
        return state == CameraState.UP;
    }

    private synchronized double ageSeconds() {
        return lastFrameAt == null
                ? Double.NaN
                : Duration.between(lastFrameAt, Instant.now()).toMillis() / 1000.0;
    }

    void connecting(boolean again) {
        if (again) {
            reconnects.increment();
        }
        synchronized (this) {
            state = CameraState.CONNECTING;
        }
    }

    void up(String newSession) {
        log.info("Camera {} is up: {}, session {}", camera.id(), camera.maskedSource(), newSession);
        synchronized (this) {
            state = CameraState.UP;
            reason = null;
            session = newSession;
        }
    }

    void waiting(String why, Duration pause) {
        boolean changed;
        synchronized (this) {
            changed = !why.equals(reason);
            state = CameraState.WAITING;
            reason = why;
        }
        if (changed) { // the same fault again is no news
            log.warn("Camera {} is lost: {} It is tried again in {} ms.", camera.id(), why, pause.toMillis());
        }
    }

    void ended() {
        log.info("Camera {} has ended: {} frames read.", camera.id(), framesRead());
        over(CameraState.ENDED, null);
    }

    void failed(String why) {
        log.error("Camera {} failed: {}", camera.id(), why);
        over(CameraState.FAILED, why);
    }

    void stopped() {
        over(CameraState.STOPPED, null);
    }

    private synchronized void over(CameraState last, @Nullable String why) {
        state = last;
        reason = why == null ? reason : why;
    }

    void frameRead() {
        Instant now = Instant.now();
        synchronized (this) {
            framesRead++;
            lastFrameAt = now;
        }
    }

    void frameThinned() {
        thinned.increment();
    }

    /** A damaged frame of a live camera was left out. */
    void frameDamaged() {
        unreadable.increment();
    }

    /** A picture of a folder was left out. */
    void pictureSkipped(String sentence) {
        unreadable.increment();
        log.warn("Camera {} skips a picture: {}", camera.id(), sentence);
        synchronized (this) {
            reason = sentence;
        }
    }

    @Override
    public void published() {
        published.increment();
        boolean recovered;
        synchronized (this) {
            recovered = dropping && System.nanoTime() - lastDrop > CALM.toNanos();
            dropping &= !recovered;
        }
        if (recovered) {
            log.info("Camera {}: no frames are dropped any more.", camera.id());
        }
    }

    @Override
    public void dropped(String why) {
        meters.counter("vigil.frames.dropped", Tags.of("camera", camera.id(), "reason", why))
                .increment();
        boolean news;
        synchronized (this) {
            framesDropped++;
            news = !dropping;
            dropping = true;
            lastDrop = System.nanoTime();
        }
        if (news) {
            log.warn("Camera {}: frames are dropped ({}); they are counted.", camera.id(), why);
        }
    }

    synchronized long framesRead() {
        return framesRead;
    }

    synchronized long framesDropped() {
        return framesDropped;
    }

    synchronized CameraStatus status() {
        return new CameraStatus(
                camera.id(),
                camera.displayName(),
                camera.maskedSource(),
                camera.untilEnd(),
                state,
                reason,
                session,
                lastFrameAt,
                framesRead,
                (long) published.count(),
                (long) thinned.count(),
                framesDropped,
                (long) unreadable.count(),
                (long) reconnects.count());
    }
}
