package dev.vigil.ingest.source;

/** A source can't be opened. The message is one sentence that names it, without credentials. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence to show. */
    public SourceException(String sentence) {
        super(sentence);
    }

    /** With the sentence to show and what caused it. */
    public SourceException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
