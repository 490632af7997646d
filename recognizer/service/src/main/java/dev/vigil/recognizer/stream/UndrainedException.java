package dev.vigil.recognizer.stream;

/** A stream was stopped before it had finished and committed what it had in hand. Nothing is lost by it. */
public final class UndrainedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what. */
    public UndrainedException(String sentence) {
        super(sentence);
    }
}
