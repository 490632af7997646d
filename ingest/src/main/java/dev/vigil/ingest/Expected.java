package dev.vigil.ingest;

import dev.vigil.runtime.error.UserError;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request expects of the camera that it changes (RFC 9110, 13).
 *
 * @param match the header {@code If-Match}, or null
 * @param absent whether there must be no such camera yet
 */
record Expected(@Nullable String match, boolean absent) {
    /** Nothing. */
    static final Expected NOTHING = new Expected(null, false);

    /** The tag of a version. */
    static String tag(RunningCamera camera) {
        return "\"" + camera.version() + "\"";
    }

    /**
     * Compares with what is there.
     *
     * @throws UserError with 412 where it is otherwise
     */
    void check(Optional<RunningCamera> there) {
        if (absent && there.isPresent()) {
            throw new UserError(412, "There is such a camera already: nothing was changed.");
        }
        if (match == null || (match.trim().equals("*") && there.isPresent())) {
            return;
        }
        boolean matches = there.isPresent()
                && Arrays.stream(match.split(",")).map(String::trim).anyMatch(tag(there.get())::equals);
        if (!matches) {
            throw new UserError(
                    412,
                    "The camera has been changed meanwhile, or is not there: read it again, and repeat the change.");
        }
    }
}
