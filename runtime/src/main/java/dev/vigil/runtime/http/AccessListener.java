package dev.vigil.runtime.http;

/**
 * Is told of every request that {@link Access} refuses, as the audit is. It is called on the request's thread: it must not wait, and
 * must not throw. Thread-safe.
 */
@FunctionalInterface
public interface AccessListener {
    /** Tells nobody. */
    AccessListener NONE = refusal -> {};

    /** A request was refused; it has changed nothing. */
    void refused(Refusal refusal);

    /**
     * What was refused.
     *
     * @param principal who asked; {@link Principal#NOBODY} where there was no valid key
     * @param method of HTTP
     * @param route the route's template, as {@code /v1/people/{id}}: never the id that was asked for
     * @param status 401 (no valid key), 403 (the key does not suffice) or 429 (too many wrong keys)
     * @param address where the request came from: the client's, behind a trusted proxy too
     */
    record Refusal(Principal principal, String method, String route, int status, String address) {}
}
