package dev.vigil.gallery.seal;

/** Sealed bytes can't be opened: they were changed, moved to another key, cut, or sealed by another key. */
public final class BrokenSealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what can't be opened; never what is in it. */
    public BrokenSealException(String message) {
        super(message);
    }

    /** The same, with what the cipher said. */
    public BrokenSealException(String message, Throwable cause) {
        super(message, cause);
    }
}
