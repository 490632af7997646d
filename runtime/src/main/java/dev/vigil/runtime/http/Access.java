package dev.vigil.runtime.http;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a request through or not: {@code Authorization: Bearer KEY}, or the session cookie of the console's login; the route's
 * role decides. A request that a page of another origin sends with the cookie is refused. Thread-safe.
 */
public final class Access {
    static final String PRINCIPAL = "vigil.principal";

    private static final String BEARER = "Bearer ";

    private final KeyRing keys;
    private final Sessions sessions;
    private final AccessListener listener;

    /** Asks these keys and sessions. */
    public Access(KeyRing keys, Sessions sessions) {
        this(keys, sessions, AccessListener.NONE);
    }

    private Access(KeyRing keys, Sessions sessions, AccessListener listener) {
        this.keys = keys;
        this.sessions = sessions;
        this.listener = listener;
    }

    /** The same, telling {@code listener} of what it refuses. */
    public Access withListener(AccessListener listener) {
        return new Access(keys, sessions, listener);
    }

    /**
     * Admits the request and notes who makes it.
     *
     * @throws UserError with 401 where there is no valid key or session, 403 where its role does not suffice
     */
    void check(Context ctx) {
        Principal principal = identify(ctx).orElse(Principal.NOBODY);
        ctx.attribute(PRINCIPAL, principal);
        Role needed = needed(ctx.routeRoles());
        if (principal.role().permits(needed)) {
            return;
        }
        UserError refusal = refusal(ctx, principal, needed);
        listener.refused(new AccessListener.Refusal(
                principal,
                ctx.method().name(),
                ctx.endpoints().matchedHttpEndpoint().path,
                refusal.status(),
                ctx.ip()));
        throw refusal;
    }

    private static UserError refusal(Context ctx, Principal principal, Role needed) {
        if (principal.role() == Role.ANYONE) {
            ctx.header("WWW-Authenticate", "Bearer");
            return new UserError(
                    401,
                    ctx.header("Authorization") == null
                            ? "This needs a key: send 'Authorization: Bearer KEY', or log in to the console."
                            : "The key is not one of this service's: send a valid one, as 'Bearer KEY'.");
        }
        return new UserError(
                403,
                "This needs the role " + needed.label() + "; the key has "
                        + principal.role().label() + ".");
    }

    private Optional<Principal> identify(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null) {
            return header.startsWith(BEARER)
                    ? keys.authenticate(header.substring(BEARER.length()).trim())
                    : Optional.empty();
        }
        String cookie = ctx.cookie(Sessions.COOKIE);
        return cookie == null || foreign(ctx) ? Optional.empty() : sessions.find(cookie);
    }

    private static boolean foreign(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /** A route's role; one that names none is the administrator's. */
    private static Role needed(Set<RouteRole> roles) {
        return roles.stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .findFirst()
                .orElse(Role.ADMIN);
    }
}
