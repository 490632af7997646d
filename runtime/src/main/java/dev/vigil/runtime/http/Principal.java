package dev.vigil.runtime.http;

/**
 * Who makes a request.
 *
 * @param id the key's id, which is no secret
 * @param role what it may do
 */
public record Principal(String id, Role role) {
    /** Whoever comes without a key. */
    public static final Principal NOBODY = new Principal("anonymous", Role.ANYONE);
}
