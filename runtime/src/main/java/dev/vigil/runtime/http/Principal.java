package dev.vigil.runtime.http;

import java.util.Set;

/**
 * Who makes a request.
 *
 * @param id the key's id or the token's subject, which is no secret
 * @param role what it may do
 * @param scopes what it is for; empty for all that the role permits
 * @param trusted whether it is believed for whom it asks, although it is no service
 */
public record Principal(String id, Role role, Set<Scope> scopes, boolean trusted) {
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

    /** Somebody who asks for themselves. */
    public Principal(String id, Role role, Set<Scope> scopes) {
        this(id, role, scopes, false);
    }

    /** Whether it is believed when it says on whose behalf it asks: another program of Vigil is, a person is not. */
    public boolean speaksForOthers() {
        return trusted || role == Role.SERVICE;
    }
}
