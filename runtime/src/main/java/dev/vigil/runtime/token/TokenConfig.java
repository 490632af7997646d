package dev.vigil.runtime.token;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.http.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted beside keys. Without an issuer, none.
 *
 * @param issuer what the claim {@code iss} must be; null for no tokens
 * @param audience what must be among the claim {@code aud}
 * @param jwks the address of the issuer's public keys, {@code https}, or {@code http} on this machine
 * @param jwksFile the public keys in a file instead, which is read again when it changes
 * @param ca the authorities (PEM) that the address's certificate is signed by; null for Java's own
 * @param rolesClaim the claim that names roles or groups: a text, or a list; one inside another with dots, as {@code
 *     realm_access.roles}
 * @param roles what each of these names may do here; whoever has several has the most
 * @param algorithms the signatures that are accepted; never {@code none}, never a shared secret
 * @param clockSkew by how much the clocks of issuer and service may differ
 * @param keysFor how long the issuer's keys are used before they are asked for again
 */
public record TokenConfig(
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String jwks,
        @Nullable Path jwksFile,
        @Nullable Path ca,
        @Default("roles") String rolesClaim,
        @Default("{}") Map<String, Role> roles,
        @Default("[RS256, ES256]") List<String> algorithms,
        @Default("60s") Duration clockSkew,
        @Default("5m") Duration keysFor) {
    private static final List<String> KNOWN =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    /** No tokens. */
    public static final TokenConfig NONE = new TokenConfig(
            null,
            null,
            null,
            null,
            null,
            "roles",
            Map.of(),
            List.of("RS256"),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5));

    /** Checks that what belongs together is there. */
    public TokenConfig {
        roles = Map.copyOf(roles);
        algorithms = List.copyOf(algorithms);
        if (issuer != null) {
            require(
                    audience != null && !audience.isBlank(),
                    "jwt.audience is missing: a token for others is none for us.");
            require((jwks == null) != (jwksFile == null), "name the issuer's keys with jwt.jwks or jwt.jwksFile.");
            require(
                    !roles.isEmpty(),
                    "jwt.roles is empty, so that no token could do anything: write '{vigil-admins: admin}'.");
            require(!roles.containsValue(Role.ANYONE), "jwt.roles gives the role anyone, which is none.");
            require(
                    jwks == null || isSafe(jwks),
                    "jwt.jwks is '" + jwks + "': it must be https, or http on this machine.");
        }
        require(issuer != null || (jwks == null && jwksFile == null), "jwt.issuer is missing.");
        for (String algorithm : algorithms) {
            require(
                    KNOWN.contains(algorithm),
                    "jwt.algorithms has '" + algorithm + "': known are " + String.join(", ", KNOWN) + ".");
        }
        require(!algorithms.isEmpty(), "jwt.algorithms is empty.");
        require(!clockSkew.isNegative() && clockSkew.compareTo(MOST_SKEW) <= 0, "jwt.clockSkew is at most 5m.");
        require(keysFor.compareTo(Duration.ofSeconds(1)) >= 0, "jwt.keysFor is at least 1s.");
    }

    /** Whether tokens are accepted. */
    public boolean enabled() {
        return issuer != null;
    }

    /** Whoever could change the keys on their way could sign tokens. */
    private static boolean isSafe(String url) {
        try {
            URI uri = URI.create(url);
            String host = String.valueOf(uri.getHost());
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme())
                                    && Arrays.asList("127.0.0.1", "localhost", "[::1]")
                                            .contains(host)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
