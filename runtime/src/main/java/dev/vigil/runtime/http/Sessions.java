package dev.vigil.runtime.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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

    private record Grant(Supplier<Verdict> holder, Instant until) {}

    /** Reads the time from {@code clock}. */
    public Sessions(Clock clock) {
        this.clock = clock;
    }

    /** A ticket that {@link #redeem} takes once, within half an hour. */
    public String ticketFor(Principal principal) {
        return put(tickets, () -> new Verdict.Known(principal), TICKET_LIFE);
    }

    /**
     * A session: the cookie's value.
     *
     * @param holder whose it is, asked at each request, so that a session ends with the key that opened it
     */
    String open(Supplier<Verdict> holder) {
        return put(sessions, holder, SESSION_LIFE);
    }

    /** Turns a ticket into a session; empty where the ticket is unknown, used or too old. */
    public Optional<String> redeem(String ticket) {
        Grant grant = tickets.remove(ticket);
        return grant == null || grant.until.isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(open(grant.holder));
    }

    /** Who holds {@code session}; empty where it is unknown, too old, or the key that opened it is not valid any more. */
    Optional<Verdict> find(String session) {
        Grant grant = sessions.get(session);
        if (grant == null || grant.until.isBefore(clock.instant())) {
            return Optional.empty();
        }
        Verdict verdict = grant.holder.get();
        if (verdict instanceof Verdict.Unknown) {
            sessions.remove(session);
            return Optional.empty();
        }
        return Optional.of(verdict);
    }

    /** Ends a session. */
    public void close(String session) {
        sessions.remove(session);
    }

    private String put(Map<String, Grant> grants, Supplier<Verdict> holder, Duration life) {
        Instant now = clock.instant();
        if (grants.size() >= MOST) {
            grants.values().removeIf(grant -> grant.until.isBefore(now));
        }
        String secret = Credential.newSecret();
        grants.put(secret, new Grant(holder, now.plus(life)));
        return secret;
    }
}
