package dev.vigil.gallery.enrolment;

import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.runtime.config.Default;

/**
 * The section {@code gallery.enrolment}. The bounds are cosines, and the defaults are those of the default chain of networks
 * (mobilefacenet-512), as measured on LFW: of pairs of different people 1 in 1,000 reaches 0.34, of pairs of one person 1 in 85
 * does not; of strangers searched among 377 people 1 in 1,000 reaches 0.50. Two different photos of one person seldom reach 0.95.
 * Another network needs other bounds.
 *
 * @param duplicate what becomes of nearly the same picture again
 * @param outlier what becomes of a face that is unlike the person's own
 * @param conflict what becomes of a face that is like somebody else's
 * @param duplicateScore a face of the person's own that reaches it makes a duplicate, in [-1, 1]
 * @param outlierScore where no face of the person's own reaches it, it is an outlier, in [-1, 1]
 * @param conflictScore another person who reaches it makes a conflict, in [-1, 1]
 */
public record EnrolmentConfig(
        @Default("warn") Policy duplicate,
        @Default("warn") Policy outlier,
        @Default("warn") Policy conflict,
        @Default("0.95") float duplicateScore,
        @Default("0.34") float outlierScore,
        @Default("0.50") float conflictScore) {
    /** What is not configured. */
    public static final EnrolmentConfig DEFAULTS =
            new EnrolmentConfig(Policy.WARN, Policy.WARN, Policy.WARN, .95f, .34f, .50f);

    /** Checks the ranges. */
    public EnrolmentConfig {
        check(duplicateScore, "duplicateScore");
        check(outlierScore, "outlierScore");
        check(conflictScore, "conflictScore");
    }

    /** What becomes of a face about which that is odd. */
    Policy of(Kind kind) {
        return switch (kind) {
            case DUPLICATE -> duplicate;
            case OUTLIER -> outlier;
            case CONFLICT -> conflict;
        };
    }

    private static void check(float score, String name) {
        if (!(score >= -1 && score <= 1)) {
            throw new IllegalArgumentException("gallery.enrolment." + name + " is a cosine: it lies between -1 and 1.");
        }
    }
}
