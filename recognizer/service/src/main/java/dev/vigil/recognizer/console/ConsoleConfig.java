package dev.vigil.recognizer.console;

import dev.vigil.runtime.config.Default;
import java.time.Duration;

/**
 * How much the console holds and whom it serves.
 *
 * @param keep how many recognitions, and how many alerts, are held in memory, in [1, 10000]
 * @param clients how many event streams may be open at once, in [1, 1000]: each holds a thread
 * @param queue how many events may wait for one client before it is cut off, in [1, 10000]; it may come back and resume
 * @param heartbeat how often an idle stream gets a comment, in [1 s, 25 s]: less than the server's idle limit of 30 s
 */
public record ConsoleConfig(
        @Default("200") int keep,
        @Default("64") int clients,
        @Default("256") int queue,
        @Default("15s") Duration heartbeat) {
    /** The defaults. */
    public static final ConsoleConfig DEFAULT = new ConsoleConfig(200, 64, 256, Duration.ofSeconds(15));

    /** Checks the ranges. */
    public ConsoleConfig {
        require(keep >= 1 && keep <= 10_000, "keep must lie in [1, 10000]");
        require(clients >= 1 && clients <= 1_000, "clients must lie in [1, 1000]");
        require(queue >= 1 && queue <= 10_000, "queue must lie in [1, 10000]");
        require(
                heartbeat.compareTo(Duration.ofSeconds(1)) >= 0 && heartbeat.compareTo(Duration.ofSeconds(25)) <= 0,
                "heartbeat must lie in [1s, 25s]");
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException("The console's " + sentence + ".");
        }
    }
}
