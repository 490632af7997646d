package dev.vigil.runtime.error;

import org.jspecify.annotations.Nullable;

/**
 * Something was asked wrongly: a file that is no picture, a port in use, an unknown person. The message is one clear sentence
 * that says what is wrong and what to do. The command line prints it and exits with 2; HTTP answers with {@link #status()}.
 * Nothing has been changed when it is thrown.
 */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** An error that HTTP answers with 400. */
    public UserError(String message) {
        this(400, message, null);
    }

    /** An error with the HTTP status that fits it, in [400, 499] or 503, 507 where the machine is at fault. */
    public UserError(int status, String message) {
        this(status, message, null);
    }

    /** An error with what caused it; the cause is logged at debug and never shown. */
    public UserError(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status that fits. */
    public int status() {
        return status;
    }

    /** The sentence to show. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
