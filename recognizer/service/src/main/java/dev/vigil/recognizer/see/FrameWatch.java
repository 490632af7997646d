package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.live.LiveFace;
import dev.vigil.recognizer.live.LiveFrame;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.RecognizerMetrics.Stage;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
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
import java.util.function.Function;
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

    private final Eyes eyes;
    private final Tracker tracker;
    private final LiveView live;
    private final RecognizerMetrics metrics;
    private final Clock clock;
    private int failures;

    FrameWatch(Eyes eyes, Tracker tracker, LiveView live, RecognizerMetrics metrics, Clock clock) {
        this.eyes = eyes;
        this.tracker = tracker;
        this.live = live;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What a frame came to. */
    record Seen(Step step, Observation observation) {}

    /**
     * Looks at it.
     *
     * @throws UnprocessableRecordException if it can't be read, or the networks fail at it; the shelf is to be thrown away then
     */
    Seen look(String camera, FrameHeaders frame, byte @Nullable [] jpeg, Tracks before, ShotShelf shelf) {
        if (jpeg == null || jpeg.length == 0) {
            throw new UnprocessableRecordException("The frame is empty.");
        }
        Glance glance = firstLook(jpeg);
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
            metrics.faces(camera, seen.faces().size());
            Step step = follow(camera + "/" + frame.session(), before, seen, glance, shelf);
            show(camera, frame, jpeg, seen, step);
            failures = 0;
            return new Seen(step, seen);
        } catch (AbandonedException e) {
            inUse = true;
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!inUse) {
                glance.close();
            }
        }
    }

    private Glance firstLook(byte[] jpeg) {
        try {
            return lend(eye -> eye.look(jpeg));
        } catch (AbandonedException e) {
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private Step follow(String prefix, Tracks before, Observation seen, Glance glance, ShotShelf shelf) {
        long start = System.nanoTime();
        Plan plan = tracker.plan(before, seen);
        long planned = System.nanoTime();
        boolean wished = !plan.embed().isEmpty() || !plan.portray().isEmpty();
        Map<Integer, Portrait> portraits =
                wished ? lend(eye -> eye.portray(glance, plan.embed(), plan.portray())) : Map.of();
        long portrayed = System.nanoTime();
        Step step = tracker.conclude(prefix, plan, portraits, shelf);
        metrics.took(Stage.TRACK, Duration.ofNanos(planned - start + System.nanoTime() - portrayed));
        return step;
    }

    private <T> T lend(Function<FaceEye, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return eyes.lend(work);
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

    private void show(String camera, FrameHeaders frame, byte[] jpeg, Observation seen, Step step) {
        List<LiveFace> faces = step.after().open().stream()
                .filter(track -> track.sight().sequence() == seen.sequence())
                .map(track -> new LiveFace(track.id(), track.sight().box()))
                .toList();
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
