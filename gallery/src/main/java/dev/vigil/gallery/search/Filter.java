package dev.vigil.gallery.search;

import java.util.Set;

/**
 * Whom a search may find, beside those whose consent holds.
 *
 * @param watchlists only people on at least one of these; empty for everybody
 * @param ignored whether people marked as ignored are found too
 */
public record Filter(Set<String> watchlists, boolean ignored) {
    /** Everybody. */
    public static final Filter EVERYBODY = new Filter(Set.of(), true);

    /** Copies the watchlists. */
    public Filter {
        watchlists = Set.copyOf(watchlists);
    }
}
