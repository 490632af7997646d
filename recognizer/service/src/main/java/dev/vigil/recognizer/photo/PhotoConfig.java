package dev.vigil.recognizer.photo;

import dev.vigil.runtime.config.Default;
import java.time.Duration;

/**
 * How photos are taken in.
 *
 * @param analyzers how many photos are looked at at once, in [1, 64]: each needs buffers and a core
 * @param patience how long a request waits for its turn before it is told to come back, in (0 s, 60 s]
 * @param maxBytes of an encoded photo, in [1 KiB, 256 MiB]
 * @param keepCrops whether enrolment keeps a small picture of the face with it, so that the console can show it and another
 *     model can embed it again; without, only the embedding is kept
 * @param falseMatchRate at which two photos count as the same person, in (0, 0.5]
 */
public record PhotoConfig(
        @Default("2") int analyzers,
        @Default("10s") Duration patience,
        @Default("20971520") int maxBytes,
        @Default("true") boolean keepCrops,
        @Default("0.0001") double falseMatchRate) {
    /** The defaults. */
    public static final PhotoConfig DEFAULT = new PhotoConfig(2, Duration.ofSeconds(10), 20 << 20, true, 1e-4);

    /** Checks the ranges. */
    public PhotoConfig {
        require(analyzers >= 1 && analyzers <= 64, "analyzers must lie in [1, 64]");
        require(
                !patience.isNegative() && !patience.isZero() && patience.toSeconds() <= 60,
                "patience must lie in (0s, 60s]");
        require(maxBytes >= 1 << 10 && maxBytes <= 256 << 20, "maxBytes must lie in [1024, 268435456]");
        require(falseMatchRate > 0 && falseMatchRate <= .5, "falseMatchRate must lie in (0, 0.5]");
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException("The photo API's " + sentence + ".");
        }
    }
}
