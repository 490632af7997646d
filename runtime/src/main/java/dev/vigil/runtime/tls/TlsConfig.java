package dev.vigil.runtime.tls;

import dev.vigil.runtime.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service speaks TLS: with a certificate it does, without one it speaks plain HTTP.
 *
 * @param certificate PEM: the service's own first, then those between it and the root; null for plain HTTP
 * @param key PEM: its private key (PKCS#8, PKCS#1 or SEC 1), not encrypted
 * @param reload how often the files are looked at; changed ones are used for new connections
 */
public record TlsConfig(
        @Nullable Path certificate,
        @Nullable Path key,
        @Default("10s") Duration reload) {
    /** Plain HTTP. */
    public static final TlsConfig NONE = new TlsConfig(null, null, Duration.ofSeconds(10));

    /** Checks that both files are named, or none. */
    public TlsConfig {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "TLS needs both files: name certificate and key, or neither for plain HTTP.");
        }
        if (reload.isNegative() || reload.isZero()) {
            throw new IllegalArgumentException("tls.reload is longer than nothing, as 10s.");
        }
    }

    /** Whether there is a certificate. */
    public boolean enabled() {
        return certificate != null;
    }
}
