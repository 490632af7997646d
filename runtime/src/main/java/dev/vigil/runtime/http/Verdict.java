package dev.vigil.runtime.http;

/** What is known of a {@link Credential}. */
public sealed interface Verdict {
    /** It is somebody's. */
    record Known(Principal principal) implements Verdict {}

    /**
     * It is nobody's, or not any more: 401.
     *
     * @param sentence what is wrong with it and what to do
     */
    record Unknown(String sentence) implements Verdict {}

    /**
     * It can't be told now: 503, nobody is let in and nobody is accused.
     *
     * @param sentence what is away
     */
    record Undecided(String sentence) implements Verdict {}
}
