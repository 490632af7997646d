package dev.vigil.recognizer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.config.Secret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as Standard Webhooks 1.0 say (symmetric, {@code v1}): HMAC-SHA-256 over {@code id.timestamp.body}, so that a
 * receiver can tell that it is ours, whole, and not an old one sent again. Thread-safe.
 */
final class Signature {
    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Signature(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * With that secret.
     *
     * @throws IllegalArgumentException if it is too short, or no base64 after {@code whsec_}
     */
    static Signature of(Secret secret) {
        String text = secret.reveal();
        byte[] bytes;
        try {
            bytes = text.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                    : text.getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A webhook's secret that begins with whsec_ goes on in base64.", e);
        }
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "A webhook's secret has at least " + LEAST_BYTES + " bytes: 'openssl rand -base64 32' makes one.");
        }
        return new Signature(new SecretKeySpec(bytes, ALGORITHM));
    }

    /** The value of {@code webhook-signature}. */
    String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM + ".", e);
        }
    }
}
