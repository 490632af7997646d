package dev.vigil.recognizer.see;

import java.util.function.Function;

/** Lends an eye for a piece of work. Thread-safe. */
@FunctionalInterface
public interface Eyes {
    /**
     * Does {@code work} with an eye that nobody else uses meanwhile, and returns when it is done. What the work throws is thrown
     * here.
     *
     * @throws AbandonedException if the work does not end in time
     * @throws NoEyeException if none can be had
     */
    <T> T lend(Function<FaceEye, T> work);
}
