package dev.vigil.recognizer.see;

/** No eye could be had at all: that is no fault of the frame. */
public final class NoEyeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoEyeException(String message) {
        super(message);
    }

    NoEyeException(String message, Throwable cause) {
        super(message, cause);
    }
}
