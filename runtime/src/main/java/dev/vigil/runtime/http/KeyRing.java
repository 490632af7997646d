package dev.vigil.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.json.Base64Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that a service accepts, held as SHA-256 hashes and compared in constant time. There is no default key. A key is 32
 * random bytes, so that a plain hash of it can't be guessed. Thread-safe.
 */
public final class KeyRing {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Base64Bytes hash, Role role) {}

    /** A new random key: {@code vigil_} and 43 characters of URL-safe base64. */
    public static String newKey() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return "vigil_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Accepts {@code key} from now on; replaces what bore that id. */
    public KeyRing add(String id, String key, Role role) {
        entries.put(id, new Entry(Base64Bytes.of(hash(key)), role));
        return this;
    }

    /** Who presents {@code key}, or empty where no key of the ring is equal. */
    public Optional<Principal> authenticate(String key) {
        byte[] presented = hash(key);
        Principal found = null;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue().hash.toArray(), presented)) {
                found = new Principal(entry.getKey(), entry.getValue().role);
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
