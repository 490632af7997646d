package dev.vigil.gallery.search;

import java.time.Instant;
import java.util.Set;

/**
 * In which searches a person takes part.
 *
 * @param until the person is searched before that moment; {@link Instant#MAX} for no end
 * @param ignored whether they are marked as ignored
 * @param watchlists ids of the watchlists that they are on
 */
public record Admission(Instant until, boolean ignored, Set<String> watchlists) {
    /** In every search, on no watchlist. */
    public static final Admission ALWAYS = new Admission(Instant.MAX, false, Set.of());

    /** Copies the watchlists. */
    public Admission {
        watchlists = Set.copyOf(watchlists);
    }

    /** In every search before {@code until}, on no watchlist. */
    public static Admission until(Instant until) {
        return new Admission(until, false, Set.of());
    }
}
