package dev.vigil.ingest;

import dev.vigil.runtime.config.Default;
import java.time.Duration;

/**
 * The motion gate of one camera: pictures on which nothing has moved are left out, but for a few.
 *
 * @param gate whether there is one
 * @param area the share of a small grey picture that must differ from the last published one, in (0, 1]
 * @param difference by so many of 255 grey levels, in [1, 254]
 * @param keepAlive so many still pictures a second are published all the same, in [0.01, 120]; tracks end where it is less than one
 *     in each {@code trackGap}
 * @param warmUp of each session everything is published for so long
 * @param hold after a motion everything is published for so long
 */
public record MotionConfig(
        @Default("false") boolean gate,
        @Default("0.002") double area,
        @Default("15") int difference,
        @Default("1") double keepAlive,
        @Default("3s") Duration warmUp,
        @Default("2s") Duration hold) {
    /** None. */
    public static final MotionConfig OFF =
            new MotionConfig(false, 0.002, 15, 1, Duration.ofSeconds(3), Duration.ofSeconds(2));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public MotionConfig {
        require(area > 0 && area <= 1, "motion.area must be more than 0 and at most 1: a share of the picture.");
        require(difference >= 1 && difference <= 254, "motion.difference must be 1 to 254 grey levels.");
        require(keepAlive >= 0.01 && keepAlive <= 120, "motion.keepAlive must be 0.01 to 120 frames a second.");
        require(!warmUp.isNegative() && !hold.isNegative(), "motion.warmUp and motion.hold must not be negative.");
    }

    private static void require(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
