package dev.vigil.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;

/**
 * A password or key in a configuration. It hides itself from logs and JSON; {@link #reveal} gives it. A setting of this type may also
 * be given by a file: {@code passwordFile: /run/secrets/kafka} in the place of {@code password}, or {@code VIGIL_…_PASSWORD_FILE} in
 * that of {@code VIGIL_…_PASSWORD}; the line's end is not part of it. Immutable.
 */
public final class Secret {
    private static final String HIDDEN = "[hidden]";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Hides {@code text}. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The secret itself: not for logs. */
    public String reveal() {
        return text;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Not the secret. */
    @Override
    @JsonValue
    public String toString() {
        return HIDDEN;
    }
}
