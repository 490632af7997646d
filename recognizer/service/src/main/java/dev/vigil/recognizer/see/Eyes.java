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

    /**
     * The same for work that goes on with a frame which was begun: it comes before frames that only wait, so that what is begun is
     * finished.
     */
    default <T> T lendAgain(Function<FaceEye, T> work) {
        return lend(work);
    }
}
