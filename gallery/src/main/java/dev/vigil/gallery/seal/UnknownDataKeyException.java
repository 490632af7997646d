package dev.vigil.gallery.seal;

/** The data key of a value has not been read yet, or can't be unwrapped: it may lie further on in the partition. */
public final class UnknownDataKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownDataKeyException(String id) {
        super("The data key " + id + " is not known.");
    }
}
