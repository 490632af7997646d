package dev.vigil.gallery.rights;

import dev.vigil.runtime.config.Default;
import java.time.Duration;

/**
 * The section {@code gallery.consent} of the configuration: when people whose consent has ended are erased. They are not searched
 * from the very second on, whatever is written here.
 *
 * @param grace how long after its end
 * @param every how often the job looks, at least 1 s
 * @param mostPerRun how many people a run erases at most, at least 1: a clock that is wrong does not empty the gallery before
 *     somebody sees it
 * @param soon how long before its end a consent counts as one that ends soon, in the metric {@code vigil_gallery_consents_ending}
 */
public record ConsentConfig(
        @Default("1h") Duration grace,
        @Default("5m") Duration every,
        @Default("100") int mostPerRun,
        @Default("30d") Duration soon) {
    /** What is not configured. */
    public static final ConsentConfig DEFAULT =
            new ConsentConfig(Duration.ofHours(1), Duration.ofMinutes(5), 100, Duration.ofDays(30));

    /** Checks the ranges. */
    public ConsentConfig {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("gallery.consent.grace is not negative.");
        }
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("gallery.consent.every is at least 1s.");
        }
        if (mostPerRun < 1) {
            throw new IllegalArgumentException("gallery.consent.mostPerRun is at least 1.");
        }
        if (soon.isNegative()) {
            throw new IllegalArgumentException("gallery.consent.soon is not negative.");
        }
    }
}
