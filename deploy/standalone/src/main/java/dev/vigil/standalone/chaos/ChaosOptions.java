package dev.vigil.standalone.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What was asked of a chaos run.
 *
 * @param seed of the faults
 * @param length of the time in which they come
 * @param cameras at least 1: every second one is a network camera, the others play files
 * @param brokers 1 or 3
 * @param faults those that may come
 * @param membership how the recognizers' streams form a group
 * @param standbys how many other recognizers keep a warm copy of a camera's tracks
 * @param folder where everything lies; empty when the run begins
 */
public record ChaosOptions(
        long seed,
        Duration length,
        int cameras,
        int brokers,
        Set<FaultKind> faults,
        Membership membership,
        int standbys,
        Path folder) {
    /** Copies the set. */
    public ChaosOptions {
        faults = faults.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(faults));
    }

    /** How the recognizers' streams form a group. */
    public enum Membership {
        /** The classic protocol, without names. */
        DYNAMIC,
        /** The classic protocol, with a name for each recognizer. */
        STATIC,
        /** {@code group.protocol=streams}. */
        STREAMS
    }
}
