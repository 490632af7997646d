package dev.vigil.gallery.access;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Scope;
import dev.vigil.runtime.http.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Compares a credential with the key that bears the id it names. Pure. */
public final class KeyJudge {
    private KeyJudge() {}

    /**
     * Whose the credential is.
     *
     * @param key the one that bears the credential's id
     */
    public static Verdict judge(ApiKey key, Credential credential, Instant now) {
        ApiKey.Previous previous = key.previous();
        if (!credential.matches(key.hash())) {
            if (previous == null || !credential.matches(previous.hash())) {
                return Authenticator.NOT_OURS;
            } else if (!now.isBefore(previous.until())) {
                return new Verdict.Unknown("The key '" + key.id() + "' was replaced by a new one: use that.");
            }
        }
        Instant end = key.expiresAt();
        if (end != null && !now.isBefore(end)) {
            return new Verdict.Unknown("The key '" + key.id() + "' ended at " + end + ": ask for a new one.");
        }
        return principal(key)
                .<Verdict>map(Verdict.Known::new)
                .orElseGet(() -> new Verdict.Unknown("The key '" + key.id()
                        + "' has a role or scope that this version does not know: make a new one."));
    }

    /** Who holds the key; nobody where a newer version wrote what this one can't read: it must not be taken for more. */
    private static Optional<Principal> principal(ApiKey key) {
        try {
            return Arrays.stream(Role.values())
                    .filter(role -> role != Role.ANYONE && role.label().equals(key.role()))
                    .findFirst()
                    .map(role -> new Principal(key.id(), role, Scope.parse(key.scopes())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
