package dev.vigil.recognizer.decide;

import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.gallery.event.Watchlist;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a watchlist raises alerts, as it stood when the gallery answered. It travels with who was seen, so that an alert follows from
 * what is on the topics and not from when it was looked up.
 *
 * @param watchlist id
 * @param severity as JSON writes it
 * @param threshold the least score, in [-1, 1]; null for that of the match
 * @param cooldown how long one person raises no second alert, in frame time; a millisecond where it is none
 * @param schedule when alerts are raised; empty for always
 * @param expiresAt none is raised from then on; null for no end
 * @param actuateWithin an alert on an older frame does not actuate
 */
record AlertTerms(
        String watchlist,
        String severity,
        @Nullable Float threshold,
        Duration cooldown,
        List<ScheduleWindow> schedule,
        @Nullable Instant expiresAt,
        Duration actuateWithin) {
    private static final Duration LEAST_COOLDOWN = Duration.ofMillis(1);

    AlertTerms {
        Objects.requireNonNull(watchlist, "watchlist");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(actuateWithin, "actuateWithin");
        schedule = List.copyOf(schedule);
        cooldown = cooldown.compareTo(LEAST_COOLDOWN) < 0 ? LEAST_COOLDOWN : cooldown;
    }

    /** Those of a watchlist, with what it leaves open. */
    static AlertTerms of(Watchlist watchlist, DecideSettings.AlertSettings otherwise) {
        return new AlertTerms(
                watchlist.id(),
                watchlist.severity().name().toLowerCase(Locale.ROOT),
                watchlist.threshold(),
                watchlist.cooldown() == null ? otherwise.cooldown() : watchlist.cooldown(),
                watchlist.schedule(),
                watchlist.expiresAt(),
                watchlist.actuateWithin() == null ? otherwise.actuationLimit() : watchlist.actuateWithin());
    }

    /**
     * The first moment from {@code due} on at which the schedule allows an alert, as far as that can be told at {@code now}: {@code
     * due} itself, or the beginning of the window that is open at {@code now}; empty where neither is.
     */
    Optional<Instant> scheduled(Instant due, Instant now) {
        if (schedule.isEmpty() || openSince(due).isPresent()) {
            return Optional.of(due);
        }
        return openSince(now).map(begin -> begin.isAfter(due) ? begin : due);
    }

    private Optional<Instant> openSince(Instant moment) {
        return schedule.stream()
                .flatMap(window -> window.openSince(moment).stream())
                .min(Instant::compareTo);
    }
}
