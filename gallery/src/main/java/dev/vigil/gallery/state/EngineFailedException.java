package dev.vigil.gallery.state;

/** The search engine can't hold a face, as where the disk of its exact rows is full: whoever goes on would search only a part. */
public final class EngineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
