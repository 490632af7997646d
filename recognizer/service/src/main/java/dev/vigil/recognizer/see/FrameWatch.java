package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.live.LiveFace;
import dev.vigil.recognizer.live.LiveFrame;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.RecognizerMetrics.Stage;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.Observation;
import dev.vigil.recognizer.track.Plan;
import dev.vigil.recognizer.track.Portrait;
import dev.vigil.recognizer.track.ShotShelf;
import dev.vigil.recognizer.track.Step;
import dev.vigil.recognizer.track.Tracker;
import dev.vigil.recognizer.track.Tracks;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.picture.UnreadablePictureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one frame: pixels to faces on a worker, faces to tracks here, and what the tracker wishes to see closer on a worker
 * again. Shows the result to the live view. One for each stream thread's task.
 */
final class FrameWatch {
    /** A network that fails by chance does not fail twice. */
    private static final int ATTEMPTS = 2;
    /** So many failures in a row are no longer the records' fault. */
    private static final int MOST_FAILURES = 20;

    private final SeeSettings settings;
    private final Eyes eyes;
    private final LiveView live;
    private final RecognizerMetrics metrics;
    private final Clock clock;
    private int failures;

    FrameWatch(SeeSettings settings, Eyes eyes, LiveView live, RecognizerMetrics metrics, Clock clock) {
        this.settings = settings;
        this.eyes = eyes;
        this.live = live;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The time at this moment: what Kafka Streams calls so is that of when the record was taken up. */
    Instant now() {
        return clock.instant();
    }

    /** What a frame came to. */
    record Seen(Step step, Observation observation) {}

    /**
     * What the motion gate made of a frame.
     *
     * @param quiet whether it may be passed over
     * @param memory what is to be remembered if it is looked at; null where there is no gate, or nothing to be seen by it
     */
    record Calm(boolean quiet, MotionGate.@Nullable Memory memory) {
        private static final Calm NONE = new Calm(false, null);
    }

    /** Asks the camera's motion gate. What can't be read is not quiet: looking at it says what is wrong. */
    Calm calm(String camera, FrameHeaders frame, byte @Nullable [] jpeg, MotionGate.@Nullable Memory before) {
        MotionGate gate = settings.of(camera).gate();
        if (gate == null || jpeg == null || jpeg.length == 0) {
            return Calm.NONE;
        }
        try {
            Grey small = eyes.lend(eye -> eye.glimpse(jpeg));
            boolean quiet = gate.quiet(before, small, frame.capturedAt());
            return new Calm(quiet, gate.looked(before, small, frame.capturedAt()));
        } catch (UnreadablePictureException e) {
            return Calm.NONE;
        } catch (AbandonedException e) {
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A frame that is passed over is shown with the faces of the last one that was not. */
    void passedOver(String camera, FrameHeaders frame, byte[] jpeg, Tracks tracks) {
        Tracks.View view = tracks.last();
        if (view != null) {
            show(camera, frame, jpeg, view, faces(tracks, view.at()));
        }
    }

    /**
     * Looks at it, unless it has grown too old when a worker has time for it.
     *
     * @param embedder id of the network that compares the faces
     * @return empty where it was not looked at
     * @throws UnprocessableRecordException if it can't be read, or the networks fail at it; the shelf is to be thrown away then
     */
    Optional<Seen> look(
            String camera,
            FrameHeaders frame,
            byte @Nullable [] jpeg,
            String embedder,
            Tracks before,
            ShotShelf shelf) {
        if (jpeg == null || jpeg.length == 0) {
            throw new UnprocessableRecordException("The frame is empty.");
        }
        CameraSight sight = settings.of(camera);
        Optional<Glance> first = firstLook(frame, jpeg, sight.look(), embedder);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Glance glance = first.get();
        boolean inUse = false;
        try {
            Instant seenAt = clock.instant();
            Observation seen = new Observation(
                    frame.sequence(),
                    frame.capturedAt(),
                    frame.event().time(),
                    seenAt,
                    glance.width(),
                    glance.height(),
                    glance.scene(),
                    glance.faces());
            Tracker tracker = new Tracker(sight.tracker());
            metrics.faces(camera, tracker.sure(seen));
            Step step = follow(tracker, camera + "/" + frame.session(), before, seen, glance, shelf);
            show(
                    camera,
                    frame,
                    jpeg,
                    java.util.Objects.requireNonNull(step.after().last()),
                    faces(step.after(), seen.at()));
            failures = 0;
            return Optional.of(new Seen(step, seen));
        } catch (AbandonedException e) {
            inUse = true;
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!inUse) {
                glance.close();
            }
        }
    }

    private Optional<Glance> firstLook(FrameHeaders frame, byte[] jpeg, LookSettings look, String embedder) {
        try {
            return attempt(() -> eyes.lend(eye -> CameraState.stale(frame, clock.instant(), settings.maxFrameAge())
                    ? Optional.empty()
                    : Optional.of(eye.look(jpeg, look, embedder))));
        } catch (AbandonedException e) {
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private Step follow(
            Tracker tracker, String prefix, Tracks before, Observation seen, Glance glance, ShotShelf shelf) {
        long start = System.nanoTime();
        Plan plan = tracker.plan(before, seen);
        long planned = System.nanoTime();
        boolean wished = !plan.embed().isEmpty() || !plan.portray().isEmpty();
        Map<Integer, Portrait> portraits = wished
                ? attempt(() -> eyes.lendAgain(eye -> eye.portray(glance, plan.embed(), plan.portray())))
                : Map.of();
        long portrayed = System.nanoTime();
        Step step = tracker.conclude(prefix, plan, portraits, shelf);
        metrics.took(Stage.TRACK, Duration.ofNanos(planned - start + System.nanoTime() - portrayed));
        return step;
    }

    private <T> T attempt(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (UnreadablePictureException e) {
                throw new UnprocessableRecordException(e.sentence(), e);
            } catch (AbandonedException | NoEyeException e) {
                throw e;
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw failed(e);
                }
            }
        }
    }

    private RuntimeException failed(RuntimeException e) {
        failures++;
        if (failures >= MOST_FAILURES) {
            return new IllegalStateException(
                    "The networks failed at " + failures + " frames in a row: that is not the frames' fault.", e);
        }
        return new UnprocessableRecordException("The networks failed at this frame: " + e, e);
    }

    /** The tracks that were seen then. */
    private static List<LiveFace> faces(Tracks tracks, Instant at) {
        return tracks.open().stream()
                .filter(track -> !track.sight().lastSeen().isBefore(at))
                .map(track -> new LiveFace(track.id(), track.sight().box()))
                .toList();
    }

    private void show(String camera, FrameHeaders frame, byte[] jpeg, Tracks.View seen, List<LiveFace> faces) {
        live.show(new LiveFrame(
                camera,
                frame.session(),
                frame.sequence(),
                frame.capturedAt(),
                Base64Bytes.of(jpeg),
                seen.width(),
                seen.height(),
                faces));
    }

    /** The camera's session is over. */
    void ended(String camera) {
        live.ended(camera);
    }
}
