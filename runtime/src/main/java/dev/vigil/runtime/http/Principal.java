package dev.vigil.runtime.http;

import java.util.Set;

/**
 * Who makes a request.
 *
 * @param id the key's id or the token's subject, which is no secret
 * @param role what it may do
 * @param scopes what it is for; empty for all that the role permits
 */
public record Principal(String id, Role role, Set<Scope> scopes) {
    /** Whoever comes without a key. */
    public static final Principal NOBODY = new Principal("anonymous", Role.ANYONE);

    /** Copies the scopes. */
    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody without scopes: all that the role permits. */
    public Principal(String id, Role role) {
        this(id, role, Set.of());
    }
}
