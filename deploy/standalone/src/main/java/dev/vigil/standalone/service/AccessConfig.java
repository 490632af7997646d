package dev.vigil.standalone.service;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.http.ClientAddresses;
import dev.vigil.runtime.tls.TlsConfig;
import dev.vigil.runtime.token.TokenConfig;
import java.time.Duration;
import java.util.List;

/**
 * Who may enter any service, and how.
 *
 * @param keys there is no default key; those of {@code http.keys} count too
 * @param jwt which tokens of an identity provider are accepted
 * @param tls the services' certificate
 * @param lockout how many wrong keys an address may present
 * @param trustedProxies networks whose {@code X-Forwarded-For} is believed, as {@code 10.0.0.0/8}
 * @param keysEvery how often a service elsewhere asks the gallery for its keys: a revoked one works there for so long at most
 * @param keysOutlive how long the gallery's keys go on elsewhere while the gallery is away
 */
public record AccessConfig(
        @Default("[]") List<KeyConfig> keys,
        @Default("{}") TokenConfig jwt,
        @Default("{}") TlsConfig tls,
        @Default("{}") LockoutConfig lockout,
        @Default("[]") List<String> trustedProxies,
        @Default("2s") Duration keysEvery,
        @Default("15m") Duration keysOutlive) {
    /** Checks the networks and durations. */
    public AccessConfig {
        keys = List.copyOf(keys);
        trustedProxies = List.copyOf(trustedProxies);
        var unused = new ClientAddresses(trustedProxies);
        if (keysEvery.toMillis() < 100) {
            throw new IllegalArgumentException("access.keysEvery is at least 100ms.");
        }
        if (keysOutlive.compareTo(keysEvery) < 0) {
            throw new IllegalArgumentException("access.keysOutlive is at least access.keysEvery.");
        }
    }

    /**
     * How many wrong keys an address may present.
     *
     * @param attempts within the window, at most 1000; 0 for no limit
     * @param window how long a wrong key counts
     */
    public record LockoutConfig(
            @Default("20") int attempts, @Default("1m") Duration window) {
        /** Checks the ranges. */
        public LockoutConfig {
            if (attempts < 0 || attempts > 1_000) {
                throw new IllegalArgumentException("lockout.attempts lies between 0 and 1000.");
            }
            if (window.toMillis() < 1_000 || window.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("lockout.window lies between 1s and 1d.");
            }
        }
    }
}
