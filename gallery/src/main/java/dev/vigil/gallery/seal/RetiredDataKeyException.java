package dev.vigil.gallery.seal;

/** A value was sealed by a data key that has been erased since, when all that it had sealed was sealed anew: a newer value follows. */
public final class RetiredDataKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RetiredDataKeyException(String id) {
        super("The data key " + id + " is retired.");
    }
}
