package dev.vigil.gallery.event;

import java.time.Instant;

/**
 * A list of people that somebody wants to hear of: the value under {@code watchlist:ID} on the changed topic. People name the
 * watchlists that they are on.
 *
 * @param id for life; letters, digits, {@code -} and {@code _}, at most 64
 * @param name what people call it
 * @param severity of its alerts
 * @param createdAt when
 * @param updatedAt when last
 * @param version 1 at first, one more with every change: the {@code ETag}
 */
public record Watchlist(
        String id, String name, Severity severity, Instant createdAt, Instant updatedAt, long version) {}
