package dev.vigil.lab.evaluate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as text. */
final class Figures {
    private Figures() {}

    /** A rate as per cent; a dash where there is none. */
    static String percent(@Nullable Double rate) {
        return rate == null || rate.isNaN() ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * rate);
    }

    /** An interval in per cent; a dash where there is none. */
    static String percent(@Nullable Interval interval) {
        return interval == null
                ? "–"
                : String.format(Locale.ROOT, "%.2f to %.2f %%", 100 * interval.low(), 100 * interval.high());
    }

    /** A score. */
    static String score(@Nullable Double score) {
        return score == null ? "–" : String.format(Locale.ROOT, "%.3f", score);
    }

    /** A whole number. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
