package dev.vigil.recognizer.stream;

/**
 * A record that can't be processed, because of what it holds: it goes to the dead-letter topic, and the stream goes on. Thrown by
 * a processor before it has forwarded anything of the record. Any other exception is taken for a bug and stops the thread.
 */
public final class UnprocessableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the record, in one sentence without anything of its content that is personal. */
    public UnprocessableRecordException(String sentence) {
        super(sentence);
    }

    /** Says what is wrong with the record, and what was thrown at it. */
    public UnprocessableRecordException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
