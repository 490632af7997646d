package dev.vigil.gallery.client;

import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a watchlist is created or replaced with. Fields as in {@link Watchlist}; durations are ISO-8601 in JSON, as
 * {@code PT60S}.
 */
public record NewWatchlist(
        String name,
        Severity severity,
        @Nullable Float threshold,
        @Nullable Duration cooldown,
        List<ScheduleWindow> schedule,
        @Nullable Instant expiresAt,
        @Nullable Duration actuateWithin) {
    /** Copies the schedule. */
    public NewWatchlist {
        schedule = schedule == null ? List.of() : List.copyOf(schedule);
    }

    /** What makes this watchlist. */
    public static NewWatchlist of(Watchlist watchlist) {
        return new NewWatchlist(
                watchlist.name(),
                watchlist.severity(),
                watchlist.threshold(),
                watchlist.cooldown(),
                watchlist.schedule(),
                watchlist.expiresAt(),
                watchlist.actuateWithin());
    }
}
