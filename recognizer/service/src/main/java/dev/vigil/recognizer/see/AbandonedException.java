package dev.vigil.recognizer.see;

/** A piece of work did not end in time. It may still be running: what it was given must be left alone. */
public final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException(String message) {
        super(message);
    }
}
