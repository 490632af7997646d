package dev.vigil.runtime.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The console's logins: a one-time ticket becomes a session, which a cookie bears, since event streams can't send headers. Held
 * in memory: a restart logs everybody out. Thread-safe.
 */
public final class Sessions {
    /** The cookie's name. */
    public static final String COOKIE = "vigil_session";

    private static final Duration TICKET_LIFE = Duration.ofMinutes(30);
    private static final Duration SESSION_LIFE = Duration.ofHours(12);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Grant> tickets = new ConcurrentHashMap<>();
    private final Map<String, Grant> sessions = new ConcurrentHashMap<>();

    private record Grant(Principal principal, Instant until) {}

    /** Reads the time from {@code clock}. */
    public Sessions(Clock clock) {
        this.clock = clock;
    }

    /** A ticket that {@link #redeem} takes once, within half an hour. */
    public String ticketFor(Principal principal) {
        return put(tickets, principal, TICKET_LIFE);
    }

    /** A session for {@code principal}: the cookie's value. */
    public String open(Principal principal) {
        return put(sessions, principal, SESSION_LIFE);
    }

    /** Turns a ticket into a session; empty where the ticket is unknown, used or too old. */
    public Optional<String> redeem(String ticket) {
        Grant grant = tickets.remove(ticket);
        return grant == null || grant.until.isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(open(grant.principal));
    }

    /** Who holds {@code session}; empty where it is unknown or too old. */
    public Optional<Principal> find(String session) {
        Grant grant = sessions.get(session);
        return grant == null || grant.until.isBefore(clock.instant()) ? Optional.empty() : Optional.of(grant.principal);
    }

    /** Ends a session. */
    public void close(String session) {
        sessions.remove(session);
    }

    private String put(Map<String, Grant> grants, Principal principal, Duration life) {
        Instant now = clock.instant();
        if (grants.size() >= MOST) {
            grants.values().removeIf(grant -> grant.until.isBefore(now));
        }
        String secret = KeyRing.newKey().substring("vigil_".length());
        grants.put(secret, new Grant(principal, now.plus(life)));
        return secret;
    }
}
