package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.HttpService;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request's {@code Idempotency-Key}: the id of what it creates is made of the key and of who sent it, so that the same request
 * twice creates one thing, for ever and at every replica, with no table of keys.
 *
 * @param seed of the ids; null where the request has no key, and each id is a new one
 */
record Idempotency(@Nullable String seed) {
    /** The header. */
    static final String HEADER = "Idempotency-Key";
    /** Says that the answer is that of an earlier request. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int ID_BYTES = 16;

    static Idempotency of(Context ctx) {
        String key = ctx.header(HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new UserError("The header " + HEADER + " has 1 to 255 characters of printable ASCII without blanks.");
        }
        return new Idempotency(
                key == null
                        ? null
                        : ctx.path() + "\n" + HttpService.principal(ctx).id() + "\n" + key);
    }

    /** Whether the request has a key. */
    boolean present() {
        return seed != null;
    }

    /** The {@code n}th id that it may use: the same for the same key, new ones where there is none. */
    String id(int n) {
        if (seed == null) {
            return UUID.randomUUID().toString();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((seed + "\n" + n).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
