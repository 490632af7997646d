package dev.vigil.ingest;

import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.SourceException;
import dev.vigil.ingest.source.SourceStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a camera: connects, reads, publishes; on loss ends the session, pauses and connects again with a new source
 * and a new session. Nothing that happens to one camera is felt by another.
 */
final class CameraWorker implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CameraWorker.class);

    /** A camera that was up for so long counts as well: its next pause is the shortest. */
    private static final Duration WELL = Duration.ofSeconds(10);

    private final CameraConfig camera;
    private final Supplier<FrameSource> sources;
    private final Lane lane;
    private final SessionIds ids;
    private final Backoff backoff;
    private final CameraRecord record;
    private final Thread thread;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable FrameSource current;

    CameraWorker(
            CameraConfig camera,
            Supplier<FrameSource> sources,
            Lane lane,
            SessionIds ids,
            Backoff backoff,
            CameraRecord record) {
        this.camera = camera;
        this.sources = sources;
        this.lane = lane;
        this.ids = ids;
        this.backoff = backoff;
        this.record = record;
        this.thread = new Thread(this, "vigil-camera-" + camera.id());
        thread.setDaemon(true);
    }

    /** How one connection ended. */
    private sealed interface Played {
        record Whole(CompletableFuture<Boolean> marker) implements Played {}

        record Broken(String sentence) implements Played {}
    }

    void start() {
        thread.start();
    }

    /** Makes the worker end soon; {@link #join} waits for it. */
    void stop() {
        stop.countDown();
        FrameSource source = current;
        if (source != null) {
            source.abort();
        }
        thread.interrupt();
    }

    /** Waits until the worker has ended, at most so long. */
    void join(Duration patience) throws InterruptedException {
        thread.join(Math.max(1, patience.toMillis()));
        if (thread.isAlive()) {
            log.warn("Camera {} still waits for its source; it is left behind.", camera.id());
        }
    }

    /** Completes when nothing more will come of this camera. */
    CompletableFuture<Void> over() {
        return over;
    }

    CameraStatus status() {
        return record.status();
    }

    @Override
    public void run() {
        try {
            supervise();
        } catch (InterruptedException e) {
            log.debug("Camera {} was stopped.", camera.id());
        } finally {
            concludeUnlessOver();
            over.complete(null);
        }
    }

    private void concludeUnlessOver() {
        if (record.status().state().over()) {
            return;
        }
        if (stopping()) {
            record.stopped();
        } else { // an Error is on its way out of this thread
            record.failed("Its thread died; the log tells more.");
        }
    }

    private void supervise() throws InterruptedException {
        for (boolean again = false; !stopping(); again = true) {
            record.connecting(again);
            long began = System.nanoTime();
            Played played = playGuarded();
            if (stopping()) {
                return;
            } else if (played instanceof Played.Whole whole && !camera.loop()) {
                conclude(whole.marker());
                return;
            } else if (played instanceof Played.Broken broken) {
                if (camera.untilEnd()) {
                    record.failed(broken.sentence());
                    return;
                }
                pause(broken.sentence(), Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    /** What a bug does to one camera is a loss like any other. */
    private Played playGuarded() throws InterruptedException {
        try {
            return play();
        } catch (SourceException e) {
            return new Played.Broken(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // the edge of the supervised work
            log.error("Camera {}: reading failed for a reason of ours", camera.id(), e);
            return new Played.Broken(
                    "Reading failed for a reason of ours (" + e.getClass().getSimpleName() + "); the log tells more.");
        }
    }

    private Played play() throws InterruptedException {
        try (FrameSource source = sources.get()) {
            current = source;
            if (stopping()) {
                source.abort();
            }
            source.open();
            CameraSession session = CameraSession.begin(camera.id(), ids.next(), source.clock(), lane);
            record.up(session.id());
            CompletableFuture<Boolean> marker;
            @Nullable String loss;
            try {
                loss = pump(source, session);
            } finally {
                marker = session.end();
            }
            return loss == null ? new Played.Whole(marker) : new Played.Broken(loss);
        } finally {
            current = null;
        }
    }

    /** Reads to the end of the connection; null where everything was read, else how it was lost. */
    private @Nullable String pump(FrameSource source, CameraSession session) throws InterruptedException {
        RateLimiter limiter = new RateLimiter(camera.effectiveRate());
        Pace pace = camera.untilEnd() || camera.address().live() ? Pace.UNBOUND : Pace.ownSpeed();
        while (!stopping()) {
            SourceStep step = source.next();
            if (step instanceof SourceStep.Frame frame) {
                take(frame, source, session, limiter, pace);
            } else if (step instanceof SourceStep.Skipped skipped) {
                record.pictureSkipped(skipped.sentence());
            } else if (step instanceof SourceStep.Lost lost) {
                return lost.sentence();
            } else if (step instanceof SourceStep.End end) {
                awaitDue(pace, end.at()); // a loop of one picture shows it for its time, and does not spin
                return null;
            }
        }
        return "Ingest was stopped.";
    }

    private void take(SourceStep.Frame frame, FrameSource source, CameraSession session, RateLimiter limiter, Pace pace)
            throws InterruptedException {
        record.frameRead();
        if (frame.damaged() && camera.address().live()) {
            record.frameDamaged(); // a smeared face is worse than the next frame's
        } else if (!limiter.admits(frame.at())) {
            record.frameThinned();
        } else {
            if (awaitDue(pace, frame.at())) {
                session.frame(source.encode(), frame.at());
            }
        }
    }

    /** Waits until it is time; false where ingest is stopped before. */
    private boolean awaitDue(Pace pace, Duration at) throws InterruptedException {
        Duration wait = pace.untilDue(at);
        return wait.isZero() || !stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The run is over when Kafka has the ended marker, and no sooner. */
    private void conclude(CompletableFuture<Boolean> marker) throws InterruptedException {
        try {
            boolean delivered = marker.get();
            if (!delivered) {
                record.failed("Kafka refused the end of camera " + camera.id() + ".");
            } else if (camera.untilEnd() && record.framesDropped() > 0) {
                record.failed("Kafka refused " + record.framesDropped() + " frames of camera " + camera.id() + ".");
            } else if (camera.untilEnd() && record.framesRead() == 0) {
                record.failed("Not one picture of " + camera.maskedSource() + " could be read.");
            } else {
                record.ended();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A delivery never fails otherwise than by its answer.", e);
        }
    }

    private void pause(String sentence, Duration lasted) throws InterruptedException {
        if (lasted.compareTo(WELL) >= 0) {
            backoff.reset();
        }
        Duration pause = backoff.next();
        record.waiting(sentence, pause);
        stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }
}
