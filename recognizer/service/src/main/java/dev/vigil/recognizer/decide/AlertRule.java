package dev.vigil.recognizer.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When somebody who was seen from one moment to another raises an alert. The times of the alerts of one watchlist, person and group
 * of cameras form a chain: each is the first moment, at least a cool-down after the one before, at which the person was there and
 * the schedule was open. It does not matter in how many pieces a stay is told: the chain is that of the whole stay. Pure.
 */
final class AlertRule {
    private AlertRule() {}

    /** What comes of an appearance. */
    sealed interface Outcome {
        /**
         * An alert.
         *
         * @param at its frame time
         * @param cooledFrom frame time from which on the cool-down counts: later than {@code at} where several were over at once
         */
        record Raised(Instant at, Instant cooledFrom) implements Outcome {}

        /** None. */
        record Suppressed(Suppression reason) implements Outcome {}
    }

    /**
     * What is remembered of the last alert.
     *
     * @param from frame time from which on the cool-down counts
     * @param read how far sightings have been judged since, by their partition
     */
    record Last(Instant from, Map<Integer, Read> read) {
        Last {
            read = Map.copyOf(Objects.requireNonNullElse(read, Map.of())); // an older version's says nothing of it
        }

        /** The first one. */
        static Last of(Instant from, Appearance raised) {
            return new Last(from, Map.of()).reading(raised);
        }

        /** Another alert was raised, after this one. */
        Last raised(Instant next, Appearance seen) {
            return new Last(next, read).reading(seen);
        }

        /** An appearance was judged. */
        Last reading(Appearance seen) {
            Map<Integer, Read> further = new HashMap<>(read);
            further.merge(
                    seen.place().partition(),
                    new Read(seen.place().offset(), seen.toldAt()),
                    (one, other) -> new Read(Math.max(one.offset, other.offset), later(one.toldAt, other.toldAt)));
            return new Last(from, further);
        }

        /**
         * Whether it was judged before. Its place alone does not say so, since a topic may be made anew; nor its time, since another
         * recognizer's clock may be behind.
         */
        boolean knows(Appearance seen) {
            Read before = read.get(seen.place().partition());
            return before != null
                    && seen.place().offset() <= before.offset
                    && !seen.toldAt().isAfter(before.toldAt);
        }
    }

    /**
     * How far sightings of a partition have been judged.
     *
     * @param offset the greatest
     * @param toldAt the latest
     */
    record Read(long offset, Instant toldAt) {}

    /**
     * Judges an appearance.
     *
     * @param last alert of the same watchlist, person and group; null where there was none
     */
    static Outcome judge(Appearance seen, @Nullable Last last) {
        AlertTerms terms = seen.terms();
        Float score = seen.recognition().score();
        if (terms.threshold() != null && (score == null || score < terms.threshold())) {
            return new Outcome.Suppressed(Suppression.THRESHOLD);
        }
        if (last != null && last.knows(seen)) {
            return new Outcome.Suppressed(Suppression.REPEATED);
        }
        Instant cool = cool(seen, last);
        if (cool.isAfter(seen.until())) {
            return new Outcome.Suppressed(Suppression.COOLDOWN);
        }
        Optional<Instant> at = terms.scheduled(cool, seen.until());
        if (at.isEmpty()) {
            return new Outcome.Suppressed(Suppression.SCHEDULE);
        }
        if (terms.expiresAt() != null && !at.get().isBefore(terms.expiresAt())) {
            return new Outcome.Suppressed(Suppression.EXPIRED);
        }
        return new Outcome.Raised(at.get(), latest(at.get(), seen));
    }

    /**
     * From when on an alert may be raised. Frame time may go back: a clock is set right, or a file is played after another that was
     * played faster than it was filmed. What is told later, and yet lies more than a cool-down before, is of a new time.
     */
    private static Instant cool(Appearance seen, @Nullable Last last) {
        Duration cooldown = seen.terms().cooldown();
        if (last == null || seen.until().isBefore(last.from().minus(cooldown))) {
            return seen.since();
        }
        return later(seen.since(), last.from().plus(cooldown));
    }

    /** A stay that is told late has seen several cool-downs end: they are one alert. */
    private static Instant latest(Instant at, Appearance seen) {
        long cooldown = seen.terms().cooldown().toMillis();
        return at.plusMillis((seen.until().toEpochMilli() - at.toEpochMilli()) / cooldown * cooldown);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
