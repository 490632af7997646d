package dev.vigil.standalone.service;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Scope;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration, which is accepted whatever the gallery says: by itself, in a file ({@code keyFile}), or as its SHA-256.
 *
 * @param id names its holder in the audit; no secret
 * @param role what it may do
 * @param key at least 16 characters
 * @param sha256 of the key, in hex, in its place
 * @param scopes what it is for; empty for all that the role permits
 * @param speaksForOthers whether the audit believes it on whose behalf it asks, as it does of every key with the role service: for the
 *     recognizer's key, where that has another role
 */
public record KeyConfig(
        String id,
        Role role,
        @Nullable Secret key,
        @Nullable String sha256,
        @Default("[]") List<String> scopes,
        @Default("false") boolean speaksForOthers) {
    private static final int SHORTEST = 16;

    /** Refuses what can be guessed. */
    public KeyConfig {
        scopes = List.copyOf(scopes);
        if ((key == null) == (sha256 == null)) {
            throw new IllegalArgumentException("The key '" + id + "' needs one of key, keyFile and sha256.");
        }
        if (key != null && key.reveal().length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "The key '" + id + "' is too short: take at least 16 random characters.");
        }
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("The sha256 of the key '" + id + "' is not 64 hexadecimal digits.");
        }
        if (role == Role.ANYONE) {
            throw new IllegalArgumentException("The key '" + id + "' is for anyone, which is none: give it a role.");
        }
        Scope.parse(scopes);
    }

    /** Its SHA-256. */
    Base64Bytes hash() {
        return key != null
                ? Credential.hash(key.reveal())
                : Base64Bytes.of(HexFormat.of().parseHex(Objects.requireNonNull(sha256)));
    }

    /** Who holds it. */
    Principal principal() {
        return new Principal(id, role, Scope.parse(scopes), speaksForOthers);
    }
}
