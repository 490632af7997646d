package dev.vigil.standalone.quickstart;

/** How a quickstart ended. */
sealed interface Outcome {
    /** Every frame was processed, and every track is closed once. */
    record Finished() implements Outcome {}

    /** Somebody stopped it. */
    record Stopped() implements Outcome {}

    /** It can't go on, for the reason in the sentence. */
    record Failed(String sentence) implements Outcome {}
}
