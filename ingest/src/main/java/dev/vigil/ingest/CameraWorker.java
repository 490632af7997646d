package dev.vigil.ingest;

import dev.vigil.ingest.publish.FrameLedger;
import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.Jpeg;
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
final class CameraWorker implements Runnable, RunningCamera.Work {
    private static final Logger log = LoggerFactory.getLogger(CameraWorker.class);

    /** A camera that was up for so long counts as well: its next pause is the shortest. */
    private static final Duration WELL = Duration.ofSeconds(10);

    private final CameraConfig camera;
    private final Supplier<FrameSource> sources;
    private final Lane lane;
    private final SessionIds ids;
    private final Backoff backoff;
    private final CameraRecord record;
    private final FrameLedger ledger;
    private final FreezeWatch freeze;
    private final Duration frozenAfter;
    private final Runnable release;
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
            CameraRecord record,
            FrameLedger ledger,
            Duration frozenAfter,
            Runnable release) {
        this.camera = camera;
        this.sources = sources;
        this.lane = lane;
        this.ids = ids;
        this.backoff = backoff;
        this.record = record;
        this.ledger = ledger;
        this.freeze = new FreezeWatch(frozenAfter, System::nanoTime);
        this.frozenAfter = frozenAfter;
        this.release = release;
        this.thread = new Thread(this, "vigil-camera-" + camera.id());
        thread.setDaemon(true);
    }

    /** How one connection ended. */
    private sealed interface Played {
        record Whole(CompletableFuture<Boolean> marker) implements Played {}

        record Broken(String sentence) implements Played {}
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Makes the worker end soon; {@link #join} waits for it. */
    @Override
    public void stop() {
        stop.countDown();
        FrameSource source = current;
        if (source != null) {
            source.abort();
        }
        thread.interrupt();
    }

    /** Waits until the worker has ended, at most so long. */
    @Override
    public void join(Duration patience) throws InterruptedException {
        thread.join(Math.max(1, patience.toMillis()));
        if (thread.isAlive()) {
            log.warn("Camera {} still waits for its source; it is left behind.", camera.id());
        }
        release.run();
    }

    /** Completes when nothing more will come of this camera. */
    @Override
    public CompletableFuture<Void> over() {
        return over;
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
            Playing playing = new Playing(source, begin(source, Duration.ZERO));
            CompletableFuture<Boolean> marker;
            @Nullable String loss;
            try {
                loss = pump(playing);
            } finally {
                marker = playing.session.end();
            }
            return loss == null ? new Played.Whole(marker) : new Played.Broken(loss);
        } finally {
            current = null;
        }
    }

    private CameraSession begin(FrameSource source, Duration at) {
        CameraSession session = CameraSession.begin(camera, ids.next(), source.clock(), at, lane, ledger);
        record.up(session.id());
        return session;
    }

    /** One connection, and the session that it is in. */
    private final class Playing {
        private final FrameSource source;
        private final RateLimiter limiter = new RateLimiter(camera.effectiveRate());
        private final Pace pace = camera.untilEnd() || camera.address().live() ? Pace.UNBOUND : Pace.ownSpeed();
        private final @Nullable MotionGate gate = camera.motion().gate() ? new MotionGate(camera.motion()) : null;
        private CameraSession session;

        Playing(FrameSource source, CameraSession session) {
            this.source = source;
            this.session = session;
        }
    }

    /** Reads to the end of the connection; null where everything was read, else how it was lost. */
    private @Nullable String pump(Playing playing) throws InterruptedException {
        while (!stopping()) {
            SourceStep step = playing.source.next();
            if (step instanceof SourceStep.Frame frame) {
                if (!take(frame, playing)) {
                    return frozenSentence();
                }
            } else if (step instanceof SourceStep.Skipped skipped) {
                record.pictureSkipped(skipped.sentence());
            } else if (step instanceof SourceStep.Lost lost) {
                return lost.sentence();
            } else if (step instanceof SourceStep.End end) {
                awaitDue(playing.pace, end.at()); // a loop of one picture shows it for its time, and does not spin
                return null;
            }
        }
        return "Ingest was stopped.";
    }

    /** Takes a frame; false where the camera is frozen and must be connected again. */
    private boolean take(SourceStep.Frame frame, Playing playing) throws InterruptedException {
        record.frameRead();
        if (frame.damaged() && camera.address().live()) {
            record.frameDamaged(); // a smeared face is worse than the next frame's
        } else if (!playing.limiter.admits(frame.at())) {
            record.frameThinned();
        } else if (camera.address().live() && isFrozen(playing.source.fingerprint())) {
            return false;
        } else if (awaitDue(playing.pace, frame.at())) {
            publish(frame, playing);
        }
        return true;
    }

    private boolean isFrozen(long picture) {
        FreezeWatch.Verdict verdict = freeze.see(picture);
        if (verdict == FreezeWatch.Verdict.MOVES) {
            record.moves();
        } else if (verdict == FreezeWatch.Verdict.FROZEN) {
            record.frozen(frozenSentence());
            return true;
        }
        return false;
    }

    private String frozenSentence() {
        return "It has shown exactly the same picture for " + frozenAfter.toMillis() / 1000.0 + " s or more.";
    }

    private void publish(SourceStep.Frame frame, Playing playing) throws InterruptedException {
        FrameSource source = playing.source;
        if (playing.gate != null && !playing.gate.admits(source.small(), frame.at())) {
            record.frameStill();
            return;
        }
        Jpeg jpeg = source.encode();
        if (!playing.session.frame(jpeg, frame.at(), frame.cameraTime())) {
            log.info("Camera {}: a clock was set; its frames go on in a new session.", camera.id());
            var unused = playing.session.end();
            playing.session = begin(source, frame.at());
            boolean taken = playing.session.frame(jpeg, frame.at(), frame.cameraTime());
            if (!taken) {
                throw new IllegalStateException("A new session takes any time.");
            }
        }
        record.sends(source.describe(), playing.session.driftSeconds());
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
