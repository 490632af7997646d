package dev.vigil.recognizer.track;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a frame is worth looking at: not where nothing has moved for a while since the last one that was looked at. Pure and
 * deterministic: the same frames are passed over on every run.
 *
 * @param threshold grey levels, in [0, 255], by which a cell of the small picture must differ from the frame that was looked at
 *     last
 * @param settle for so long after a motion every frame is looked at, in frame time: a detector that missed a face once gets
 *     further chances, and so does a camera that has just begun
 * @param keepAlive however quiet it is, a frame is looked at so often, in frame time
 */
public record MotionGate(double threshold, Duration settle, Duration keepAlive) {
    /** Cells of the small picture across. */
    public static final int WIDTH = 80;

    /** Cells of the small picture down. */
    public static final int HEIGHT = 45;

    /** Six grey levels, two seconds, a frame each second. */
    public static final MotionGate DEFAULT = new MotionGate(6, Duration.ofSeconds(2), Duration.ofSeconds(1));

    /**
     * What the gate remembers of a camera.
     *
     * @param looked the small picture of the frame that was looked at last
     * @param lookedAt its frame time
     * @param movedAt frame time of the last motion, or of the beginning
     */
    public record Memory(Grey looked, Instant lookedAt, Instant movedAt) {}

    /**
     * Whether a frame may be passed over.
     *
     * @param before null at the beginning
     * @param now the frame, {@value #WIDTH}x{@value #HEIGHT}
     * @param at its frame time
     */
    public boolean quiet(@Nullable Memory before, Grey now, Instant at) {
        return before != null
                && !at.isBefore(before.lookedAt())
                && at.isBefore(before.lookedAt().plus(keepAlive))
                && !at.isBefore(before.movedAt().plus(settle))
                && !moved(before, now);
    }

    /** What to remember of a frame that is looked at. */
    public Memory looked(@Nullable Memory before, Grey now, Instant at) {
        if (before == null || at.isBefore(before.lookedAt()) || moved(before, now)) {
            return new Memory(now, at, at);
        }
        return new Memory(now, at, before.movedAt());
    }

    private boolean moved(Memory before, Grey now) {
        return before.looked().mostDifferent(now) > threshold;
    }
}
