package dev.vigil.runtime.http;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a request through or not: {@code Authorization: Bearer KEY} (a key or a token), or the session cookie of the console's login;
 * the route's role decides, and the key's scopes. A request that a page of another origin sends with the cookie is refused. Whoever
 * tries too many wrong keys is not listened to for a while ({@link Lockout}). Thread-safe.
 */
public final class Access {
    private static final String PRINCIPAL = "vigil.principal";
    private static final String ADDRESS = "vigil.address";
    private static final String BEARER = "Bearer ";
    private static final Verdict NO_KEY =
            new Verdict.Unknown("This needs a key: send 'Authorization: Bearer KEY', or log in to the console.");

    private final Authenticator authenticator;
    private final Sessions sessions;
    private final Lockout lockout;
    private final ClientAddresses addresses;
    private final AccessListener listener;

    /** Asks this authenticator and these sessions; locks out as {@link Lockout#standard} does. */
    public Access(Authenticator authenticator, Sessions sessions) {
        this(authenticator, sessions, Lockout.standard(), ClientAddresses.DIRECT, AccessListener.NONE);
    }

    private Access(
            Authenticator authenticator,
            Sessions sessions,
            Lockout lockout,
            ClientAddresses addresses,
            AccessListener listener) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.lockout = lockout;
        this.addresses = addresses;
        this.listener = listener;
    }

    /** The same, telling {@code listener}, beside those that it tells already, of what it refuses. */
    public Access withListener(AccessListener listener) {
        AccessListener before = this.listener;
        return new Access(authenticator, sessions, lockout, addresses, refusal -> {
            before.refused(refusal);
            listener.refused(refusal);
        });
    }

    /** The same, with other limits for wrong keys, and knowing which proxies to believe. */
    public Access with(Lockout lockout, ClientAddresses addresses) {
        return new Access(authenticator, sessions, lockout, addresses, listener);
    }

    /** The console's logins. */
    public Sessions sessions() {
        return sessions;
    }

    /** Who makes this request: set for every matched route. */
    static Principal principal(Context ctx) {
        return Optional.<Principal>ofNullable(ctx.attribute(PRINCIPAL)).orElse(Principal.NOBODY);
    }

    static void readdress(Context ctx, String address) {
        ctx.attribute(ADDRESS, address);
    }

    /** Where it comes from: set for every matched route. */
    static String address(Context ctx) {
        return Optional.<String>ofNullable(ctx.attribute(ADDRESS)).orElseGet(ctx::ip);
    }

    /** Whether the browser's connection is encrypted, to here or to a trusted proxy. */
    public boolean isSecure(Context ctx) {
        return addresses.isSecure(ctx.req());
    }

    /**
     * Admits the request and notes who makes it.
     *
     * @throws UserError with 401 where there is no valid key or session, 403 where its role or scopes don't suffice, 429 where too
     *     many wrong keys came from there, 503 where it can't be told
     */
    void check(Context ctx) {
        ctx.attribute(ADDRESS, addresses.of(ctx.req()));
        Role needed = needed(ctx.routeRoles());
        if (needed == Role.ANYONE) {
            return;
        }
        Principal principal = require(ctx, identify(ctx));
        ctx.attribute(PRINCIPAL, principal);
        if (!principal.role().permits(needed)) {
            throw refuse(
                    ctx,
                    principal,
                    403,
                    principal.role() == Role.ANYONE
                            ? "This needs the role " + needed.label() + "; nobody has given '" + principal.id()
                                    + "' one."
                            : "This needs the role " + needed.label() + "; the key has "
                                    + principal.role().label() + ".");
        }
        checkScope(ctx, principal);
    }

    /**
     * Logs in to the console with a key or token: a session that lasts no longer than that does.
     *
     * @return the session's cookie
     * @throws UserError as {@link #check} does
     */
    public String login(Context ctx, String key) {
        Credential credential = Credential.of(key);
        require(ctx, judge(ctx, credential));
        return sessions.open(() -> authenticator.authenticate(credential));
    }

    private void checkScope(Context ctx, Principal principal) {
        Set<Scope> scopes = principal.scopes();
        String route = route(ctx);
        if (scopes.isEmpty() || Scope.isOpen(route)) {
            return;
        }
        Optional<Scope> needed = Scope.ofRoute(route);
        if (needed.isEmpty() || !scopes.contains(needed.get())) {
            String has = String.join(", ", Scope.labels(scopes));
            throw refuse(
                    ctx,
                    principal,
                    403,
                    needed.map(scope -> "This needs a key for " + scope.label() + "; this one is for " + has + ".")
                            .orElse("This needs a key without scopes; this one is for " + has + " only."));
        }
    }

    private Verdict identify(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null) {
            // The scheme's name is in any case (RFC 9110 §11.1).
            return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? judge(ctx, Credential.of(header.substring(BEARER.length()).trim()))
                    : Authenticator.NOT_OURS;
        }
        String cookie = ctx.cookie(Sessions.COOKIE);
        return cookie == null || foreign(ctx)
                ? NO_KEY
                : sessions.find(cookie).<Verdict>map(found -> found).orElse(NO_KEY);
    }

    private Verdict judge(Context ctx, Credential credential) {
        String address = address(ctx);
        Optional<Duration> wait = lockout.refused(address, credential);
        if (wait.isPresent()) {
            long seconds = Math.max(1, (wait.get().toMillis() + 999) / 1000);
            ctx.header("Retry-After", Long.toString(seconds));
            throw refuse(
                    ctx, Principal.NOBODY, 429, "Too many wrong keys from " + address + ": wait " + seconds + " s.");
        }
        Verdict verdict = authenticator.authenticate(credential);
        if (verdict instanceof Verdict.Known) {
            lockout.accepted(address, credential);
        } else if (verdict instanceof Verdict.Unknown) {
            lockout.wrong(address, credential);
        }
        return verdict;
    }

    private Principal require(Context ctx, Verdict verdict) {
        if (verdict instanceof Verdict.Known known) {
            return known.principal();
        } else if (verdict instanceof Verdict.Undecided undecided) {
            throw new UserError(503, undecided.sentence());
        }
        ctx.header("WWW-Authenticate", verdict == NO_KEY ? "Bearer" : "Bearer error=\"invalid_token\"");
        throw refuse(ctx, Principal.NOBODY, 401, ((Verdict.Unknown) verdict).sentence());
    }

    /** Tells the listener, and is to be thrown. */
    private UserError refuse(Context ctx, Principal principal, int status, String sentence) {
        listener.refused(new AccessListener.Refusal(principal, ctx.method().name(), route(ctx), status, address(ctx)));
        return new UserError(status, sentence);
    }

    private static String route(Context ctx) {
        return ctx.endpoints().matchedHttpEndpoint().path;
    }

    private static boolean foreign(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /** A route's role; one that names none is the administrator's. */
    static Role needed(Set<? extends RouteRole> roles) {
        return roles.stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .findFirst()
                .orElse(Role.ADMIN);
    }
}
