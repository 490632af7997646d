package dev.vigil.gallery.server;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The request's {@code If-Match} and {@code If-None-Match} (RFC 9110 §13): it changes something only as long as that is as the
 * client saw it.
 *
 * @param match entity tags of which one must be the current one; null where the client does not ask, {@code *} for any
 * @param absent whether there must be nothing yet
 */
record Precondition(@Nullable List<String> match, boolean absent) {
    static final Precondition NONE = new Precondition(null, false);

    static Precondition of(Context ctx) {
        String match = ctx.header("If-Match");
        String noneMatch = ctx.header("If-None-Match");
        if (noneMatch != null && !noneMatch.trim().equals("*")) {
            throw new UserError(400, "If-None-Match can only be * here: change what is there with If-Match.");
        }
        return new Precondition(
                match == null
                        ? null
                        : Arrays.stream(match.split(",")).map(String::trim).toList(),
                noneMatch != null);
    }

    /** Gives what is read its tag; where the client has that already, answers 304 and returns true. */
    static boolean unchanged(Context ctx, String tag) {
        ctx.header("ETag", tag);
        String known = ctx.header("If-None-Match");
        if (known != null && Arrays.stream(known.split(",")).map(String::trim).anyMatch(tag::equals)) {
            ctx.status(304);
            return true;
        }
        return false;
    }

    /** The tag of a version. */
    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Compares with what is there.
     *
     * @param version of what is there, or empty
     * @throws UserError with 412 where it is not as the client expects
     */
    void check(OptionalLong version) {
        if (absent && version.isPresent()) {
            throw new UserError(
                    412, "It is there already, with version " + version.getAsLong() + ": nothing was changed.");
        }
        if (match == null) {
            return;
        }
        if (version.isEmpty()) {
            throw new UserError(412, "There is nothing that If-Match could match: nothing was changed.");
        }
        if (!match.contains("*") && !match.contains(tag(version.getAsLong()))) {
            throw new UserError(
                    412,
                    "It has been changed meanwhile, and has version " + version.getAsLong()
                            + ": read it again, and repeat the change.");
        }
    }

    /**
     * Compares with the tag of what is there.
     *
     * @throws UserError with 412 where it is not as the client expects
     */
    void checkTag(String tag) {
        if (absent) {
            throw new UserError("If-None-Match has no meaning here: leave it out.");
        }
        if (match != null && !match.contains("*") && !match.contains(tag)) {
            throw new UserError(412, "It has been changed meanwhile: read it again, and repeat the change.");
        }
    }
}
