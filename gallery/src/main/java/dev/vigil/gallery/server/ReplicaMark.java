package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.json.Base64Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Vigil-Forwarded: ADDRESS MAC} of a request that one replica forwards to another: the true caller's address, and
 * an HMAC-SHA256 over it, the method, the path and the caller's {@code Authorization}, by the key that the receiver's claim bears on
 * the changed topic. Only who can read that topic can make one, and it holds for nobody else's request.
 */
record ReplicaMark(String address, String mac) {
    static final String HEADER = "Vigil-Forwarded";

    private static final String ALGORITHM = "HmacSHA256";

    /** A request as it is forwarded. */
    record Request(String method, String path, @Nullable String authorization) {}

    /** The mark of a request of the caller at {@code address}. */
    static ReplicaMark of(Base64Bytes key, String address, Request request) {
        return new ReplicaMark(
                address, Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, address, request)));
    }

    /** Reads the header's value; empty where it is none, or was not made for this request with that key. */
    static Optional<ReplicaMark> verified(String header, Base64Bytes key, Request request) {
        String[] parts = header.split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        ReplicaMark expected = of(key, parts[0], request);
        return MessageDigest.isEqual(expected.mac.getBytes(UTF_8), parts[1].getBytes(UTF_8))
                ? Optional.of(expected)
                : Optional.empty();
    }

    /** The header's value. */
    String text() {
        return address + " " + mac;
    }

    private static byte[] mac(Base64Bytes key, String address, Request request) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.toArray(), ALGORITHM));
            String authorization = request.authorization() == null ? "" : request.authorization();
            String text = String.join("\n", address, request.method(), request.path(), authorization);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no " + ALGORITHM + ".", e);
        }
    }
}
