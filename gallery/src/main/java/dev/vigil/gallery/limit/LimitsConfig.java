package dev.vigil.gallery.limit;

import dev.vigil.runtime.config.Default;

/**
 * The section {@code gallery.limits}: how many requests of each kind one key may make a second, at each replica. Twice as many are
 * let through at once after a rest. 0 for no limit.
 *
 * @param searchesPerSecond identify and verify; a request may hold 64 probes
 * @param writesPerSecond what changes something
 * @param readsPerSecond everything else
 */
public record LimitsConfig(
        @Default("500") int searchesPerSecond,
        @Default("500") int writesPerSecond,
        @Default("500") int readsPerSecond) {
    /** What is not configured. */
    public static final LimitsConfig DEFAULTS = new LimitsConfig(500, 500, 500);

    /** Checks the ranges. */
    public LimitsConfig {
        if (searchesPerSecond < 0 || writesPerSecond < 0 || readsPerSecond < 0) {
            throw new IllegalArgumentException("gallery.limits are not negative; 0 is no limit.");
        }
    }

    int of(Kind kind) {
        return switch (kind) {
            case SEARCH -> searchesPerSecond;
            case WRITE -> writesPerSecond;
            case READ -> readsPerSecond;
        };
    }

    /** What a request does. */
    public enum Kind {
        /** Compares faces. */
        SEARCH,
        /** Changes something. */
        WRITE,
        /** Shows something. */
        READ
    }
}
