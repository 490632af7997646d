package dev.vigil.recognizer.stream;

import dev.vigil.recognizer.decide.ShadowOutcome;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the streams count and time. The names and labels are a contract; labels are bounded by the cameras and watchlists that are
 * configured. Counts are of work done: what a transaction that was aborted did is counted too. Thread-safe.
 */
public final class RecognizerMetrics {
    /** The stages that are timed. */
    public enum Stage {
        /** JPEG to the small grey picture by which a quiet scene is known. */
        GLIMPSE,
        /** JPEG to pixels. */
        DECODE,
        /** Pixels to boxes. */
        DETECT,
        /** Boxes to landmarks, alignment and quality. */
        LANDMARKS,
        /** Who is who, between the networks. */
        TRACK,
        /** Aligned faces to embeddings, with their small pictures. */
        EMBED,
        /** A frame from the stream's hand to the worker's. */
        WAIT,
        /** A batch to the gallery and back. */
        SEARCH;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a frame was not looked at: it can't be read. */
    public static final String UNREADABLE = "unreadable";

    private static final String NOBODY = "unknown";
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration[] STAGE_BUCKETS = buckets(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000);
    private static final Duration[] EVENT_BUCKETS =
            buckets(50, 100, 150, 200, 300, 400, 500, 750, 1_000, 2_000, 5_000, 30_000);

    /** The reason that a slow stream has. */
    private static final String STALE = "stale";

    private final MeterRegistry registry;
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
    private final Timer captureToEvent;

    /** Registers the timers at once, and counters as their labels become known. */
    public RecognizerMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Stage stage : Stage.values()) {
            stages.put(
                    stage,
                    Timer.builder("vigil.stage")
                            .description("How long a stage takes")
                            .tag("stage", stage.label())
                            .serviceLevelObjectives(STAGE_BUCKETS)
                            .register(registry));
        }
        captureToEvent = Timer.builder("vigil.capture.to.event")
                .description(
                        "From the capture of the deciding frame to the recognition; of files, from its publication")
                .serviceLevelObjectives(EVENT_BUCKETS)
                .register(registry);
    }

    /** A stage took so long. */
    public void took(Stage stage, Duration time) {
        Objects.requireNonNull(stages.get(stage)).record(time);
    }

    /** So many faces were detected in a frame. With a camera's first, its count of frames not looked at begins at 0. */
    public void faces(String camera, int count) {
        droppedCounter(camera, STALE).increment(0);
        Counter.builder("vigil.faces.detected")
                .description("Faces detected, before any gate")
                .tag("camera", camera)
                .register(registry)
                .increment(count);
    }

    /** A frame was not looked at, for this reason. */
    public void dropped(String camera, String reason) {
        droppedCounter(camera, reason).increment();
    }

    private Counter droppedCounter(String camera, String reason) {
        return Counter.builder("vigil.frames.dropped")
                .description("Frames that were not looked at")
                .tag("camera", camera)
                .tag("reason", reason)
                .register(registry);
    }

    /** A recognition was written. */
    public void recognised(String camera, Decision decision, Reason reason) {
        Counter.builder("vigil.recognitions")
                .description("Recognitions written")
                .tag("camera", camera)
                .tag("decision", decision.label())
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    /** A recognition came so long after its frame; what a wrong clock of a camera makes longer than a day counts as one. */
    public void captureToEvent(Duration time) {
        Duration least = time.isNegative() ? Duration.ZERO : time;
        captureToEvent.record(least.compareTo(LONGEST) > 0 ? LONGEST : least);
    }

    /** What a second embedder would have decided was compared with a decision. */
    public void shadowDecided(ShadowOutcome outcome) {
        Counter.builder("vigil.shadow.decisions")
                .description("Decisions compared with what the gallery's shadow model would have decided")
                .tag("outcome", outcome.label())
                .register(registry)
                .increment();
    }

    /** An alert was raised. */
    public void alerted(String watchlist) {
        Counter.builder("vigil.alerts")
                .description("Alerts raised")
                .tag("watchlist", watchlist)
                .register(registry)
                .increment();
    }

    /** Somebody of a watchlist was seen, and no alert raised, for this reason. */
    public void suppressed(String watchlist, String reason) {
        Counter.builder("vigil.alerts.suppressed")
                .description("Appearances of people on a watchlist that raised no alert")
                .tag("watchlist", watchlist)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A record that can't be read came, and no camera of that name is known: a name may be anything. */
    public void unreadableOfNobody() {
        dropped(NOBODY, UNREADABLE);
    }

    private static Duration[] buckets(int... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
