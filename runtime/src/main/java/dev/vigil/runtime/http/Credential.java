package dev.vigil.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.json.Base64Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to be let in: a key, of which only the SHA-256 is kept here, or a signed token. A key of a running gallery
 * names its id, {@code vigil_ID_SECRET}, so that it is found without a search and compared in constant time; the secret is 32 random
 * bytes, which is why a plain hash suffices. Immutable; {@link #toString} shows no secret.
 */
public final class Credential {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PREFIX = "vigil_";
    private static final int SECRET_BYTES = 32;
    private static final Pattern NAMED = Pattern.compile("vigil_([A-Za-z0-9_-]{1,64})_[A-Za-z0-9_-]{43}");
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private final Base64Bytes hash;
    private final @Nullable String id;
    private final @Nullable String token;

    private Credential(String text) {
        this.hash = hash(text);
        Matcher named = NAMED.matcher(text);
        this.id = named.matches() ? named.group(1) : null;
        this.token = TOKEN.matcher(text).matches() ? text : null;
    }

    /** What the text presents. */
    public static Credential of(String text) {
        return new Credential(text);
    }

    /** A new random key without an id: {@code vigil_} and 43 characters of URL-safe base64. */
    public static String newKey() {
        return PREFIX + newSecret();
    }

    /** A new random key that names its id: {@code vigil_ID_} and 43 characters of URL-safe base64. */
    public static String newKey(String id) {
        return PREFIX + id + "_" + newSecret();
    }

    /** 32 random bytes in URL-safe base64. */
    static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** SHA-256 of the text. */
    public static Base64Bytes hash(String text) {
        try {
            return Base64Bytes.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }

    /** SHA-256 of what is presented. */
    public Base64Bytes hash() {
        return hash;
    }

    /** The id that the key names; empty where it names none. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The token, where it looks like one; a key is held nowhere. */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** Whether its hash is {@code expected}, in constant time. */
    public boolean matches(Base64Bytes expected) {
        return MessageDigest.isEqual(hash.toArray(), expected.toArray());
    }

    @Override
    public String toString() {
        return token != null ? "Credential[token]" : "Credential[key " + (id == null ? "" : id) + "]";
    }
}
