package dev.vigil.gallery.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of people that somebody wants to hear of: the value under {@code watchlist:ID} on the changed topic. People name the
 * watchlists that they are on.
 *
 * @param id for life; letters, digits, {@code -} and {@code _}, at most 64
 * @param name what people call it
 * @param severity of its alerts
 * @param threshold the least score, in [-1, 1], for an alert of it, where it is stricter than the decision's own; null for none
 * @param cooldown how long (in frame time) one person raises no second alert of it; null for the service's default
 * @param schedule when it raises alerts; empty for always
 * @param expiresAt it raises no alert from then on; null for no end
 * @param actuateWithin an alert of an event older than that does not actuate; null for the service's default
 * @param createdAt when
 * @param updatedAt when last
 * @param version 1 at first, one more with every change: the {@code ETag}
 */
public record Watchlist(
        String id,
        String name,
        Severity severity,
        @Nullable Float threshold,
        @Nullable Duration cooldown,
        List<ScheduleWindow> schedule,
        @Nullable Instant expiresAt,
        @Nullable Duration actuateWithin,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /** Copies the schedule; one that an older record lacks is empty. */
    public Watchlist {
        schedule = schedule == null ? List.of() : List.copyOf(schedule);
    }
}
