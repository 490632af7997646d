package dev.vigil.gallery.client;

/** The gallery can't be reached, or did not answer in time, or is not ready. Nothing is decided for want of an answer: try again. */
public final class GalleryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was tried. */
    public GalleryAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what was answered. */
    public GalleryAwayException(String message) {
        super(message);
    }
}
