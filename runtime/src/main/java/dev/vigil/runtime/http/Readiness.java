package dev.vigil.runtime.http;

import java.util.Optional;

/** Says whether a part of the process can serve. Asked by {@code /ready}, so it must answer at once and from any thread. */
@FunctionalInterface
public interface Readiness {
    /** Empty when ready, else one sentence that says what is awaited. */
    Optional<String> awaited();
}
