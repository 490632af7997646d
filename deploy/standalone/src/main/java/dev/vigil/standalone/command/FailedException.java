package dev.vigil.standalone.command;

/** A command was asked rightly and failed: exit 1. The message is one sentence that says what failed and what to do. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what failed. */
    public FailedException(String sentence) {
        super(sentence);
    }

    /** Says what failed, and why it did. */
    public FailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
