package dev.vigil.ingest;

import dev.vigil.ingest.publish.FrameLedger;
import dev.vigil.ingest.publish.LaneListener;
import dev.vigil.ingest.publish.Outgoing;
import dev.vigil.ingest.source.SourceDescription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
    private final FrameLedger ledger;
    private final List<Meter> gauges = new ArrayList<>();
    private final Counter published;
    private final Counter thinned;
    private final Counter still;
    private final Counter unreadable;
    private final Counter reconnects;
    private CameraState state = CameraState.CONNECTING;
    private @Nullable String reason;
    private @Nullable String session;
    private @Nullable Instant lastFrameAt;
    private long framesRead;
    private long framesDropped;
    private @Nullable SourceDescription stream;
    private @Nullable Double clockDrift;
    private boolean farOff;
    private boolean frozen;
    private boolean dropping;
    private long lastDrop;

    CameraRecord(CameraConfig camera, MeterRegistry meters, FrameLedger ledger) {
        this.camera = camera;
        this.ledger = ledger;
        this.meters = meters;
        published = frames("published");
        thinned = frames("thinned");
        still = frames("still");
        unreadable = frames("unreadable");
        reconnects = meters.counter("vigil.ingest.reconnects", "camera", camera.id());
        gauge(
                "vigil.ingest.camera.up",
                r -> r.isIn(CameraState.UP) ? 1 : 0,
                "1 while frames of the camera come, else 0");
        gauge(
                "vigil.ingest.camera.frozen",
                r -> r.isIn(CameraState.FROZEN) ? 1 : 0,
                "1 while the camera shows the same picture again and again, else 0");
        gauge(
                "vigil.frame.age",
                CameraRecord::ageSeconds,
                "Since the camera's latest frame was read; NaN before the first");
        gauge(
                "vigil.ingest.clock.drift",
                CameraRecord::drift,
                "How far the camera's clock is ahead of ours, less the network's delay; NaN where it tells no time");
    }

    private void gauge(String name, ToDoubleFunction<CameraRecord> value, String description) {
        Gauge.Builder<CameraRecord> gauge =
                Gauge.builder(name, this, value).tag("camera", camera.id()).description(description);
        boolean seconds = name.endsWith("age") || name.endsWith("drift");
        gauges.add((seconds ? gauge.baseUnit("seconds") : gauge).register(meters));
    }

    /** Takes its gauges away: another record of the same camera, or none, follows. */
    void close() {
        gauges.forEach(meters::remove);
    }

    private Counter frames(String outcome) {
        return meters.counter("vigil.ingest.frames", "camera", camera.id(), "outcome", outcome);
    }

    private synchronized boolean isIn(CameraState asked) {
        return state == asked;
    }

    private synchronized double drift() {
        return clockDrift == null ? Double.NaN : clockDrift;
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
            state = frozen ? CameraState.FROZEN : CameraState.UP;
            reason = frozen ? reason : null;
            session = newSession;
        }
    }

    /** It has shown the same picture for too long. */
    void frozen(String why) {
        boolean news;
        synchronized (this) {
            news = !frozen;
            frozen = true;
            reason = why;
        }
        if (news) {
            log.warn("Camera {} is frozen: {}", camera.id(), why);
        }
    }

    /** Its picture differs from the one before. */
    void moves() {
        boolean news;
        synchronized (this) {
            news = frozen;
            frozen = false;
            state = news ? CameraState.UP : state;
            reason = news ? null : reason;
        }
        if (news) {
            log.info("Camera {} shows another picture again.", camera.id());
        }
    }

    /** What it sends, with each published frame. */
    void sends(SourceDescription now, @Nullable Double driftSeconds) {
        boolean changed;
        boolean far = driftSeconds != null && Math.abs(driftSeconds) > FrameTimes.TOLERANCE.toSeconds();
        boolean farNews;
        synchronized (this) {
            changed = stream != null && !now.equals(stream);
            farNews = far != farOff;
            farOff = far;
            stream = now;
            clockDrift = driftSeconds;
        }
        if (changed) {
            log.info("Camera {} sends {} of {}x{} now.", camera.id(), now.codec(), now.width(), now.height());
        }
        if (farNews && far) {
            log.warn(
                    "The clock of camera {} is {} s off: its frames bear the time of reading.",
                    camera.id(),
                    Math.round(driftSeconds == null ? 0 : driftSeconds));
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

    /** Somebody has paused it; until it is resumed nothing runs for it. */
    void paused() {
        over(CameraState.PAUSED, null);
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
        leftOut(thinned, "thinned");
    }

    /** Nothing moved on it. */
    void frameStill() {
        leftOut(still, "still");
    }

    private void leftOut(Counter counter, String why) {
        counter.increment();
        String current;
        synchronized (this) {
            current = session;
        }
        if (current != null) {
            ledger.leftOut(current, why);
        }
    }

    /** A damaged frame of a live camera was left out. */
    void frameDamaged() {
        leftOut(unreadable, "unreadable");
    }

    /** A picture of a folder was left out. */
    void pictureSkipped(String sentence) {
        leftOut(unreadable, "unreadable");
        log.warn("Camera {} skips a picture: {}", camera.id(), sentence);
        synchronized (this) {
            reason = sentence;
        }
    }

    @Override
    public void published(Outgoing.Place frame) {
        ledger.published(frame.session(), frame.sequence());
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
    public void dropped(Outgoing.Place frame, String why) {
        ledger.dropped(frame.session(), frame.sequence(), why);
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
                (long) still.count(),
                framesDropped,
                (long) unreadable.count(),
                (long) reconnects.count(),
                stream,
                clockDrift);
    }
}
