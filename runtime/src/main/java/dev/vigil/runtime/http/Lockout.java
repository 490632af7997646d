package dev.vigil.runtime.http;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps who tries keys from trying many: from an address that presented too many wrong ones within a sliding window, no further key is
 * looked at until the oldest has left the window. What was accepted from that address before goes on meanwhile, so that one
 * misconfigured program does not lock out the others of its machine or its NAT. Both tables are bounded: the least recently used are
 * forgotten. Thread-safe.
 */
public final class Lockout {
    private static final int MOST = 10_000;

    private final int attempts;
    private final long windowMillis;
    private final Clock clock;
    private final Map<String, Attempts> wrong = new Bounded<>();
    private final Map<Acquaintance, Boolean> accepted = new Bounded<>();

    /**
     * Locks by these limits.
     *
     * @param attempts wrong keys that an address may present within the window; 0 for no limit
     * @param window how long a wrong key counts
     */
    public Lockout(int attempts, Duration window, Clock clock) {
        this.attempts = attempts;
        this.windowMillis = window.toMillis();
        this.clock = clock;
    }

    /** 20 wrong keys in a minute. */
    public static Lockout standard() {
        return new Lockout(20, Duration.ofMinutes(1), Clock.systemUTC());
    }

    private record Acquaintance(String address, dev.vigil.runtime.json.Base64Bytes hash) {}

    /** The times of the last wrong keys of an address, in a ring. */
    private static final class Attempts {
        private final long[] times;
        private int next;

        Attempts(int size, long never) {
            times = new long[size];
            java.util.Arrays.fill(times, never);
        }

        void add(long now) {
            times[next] = now;
            next = (next + 1) % times.length;
        }

        long oldest() {
            return times[next];
        }
    }

    /** Forgets the least recently used. */
    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, /* accessOrder= */ true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    /** How long this credential of this address is not looked at; empty where it is. */
    synchronized Optional<Duration> refused(String address, Credential credential) {
        Attempts before = wrong.get(network(address));
        if (before == null) {
            return Optional.empty();
        }
        long left = before.oldest() + windowMillis - clock.millis();
        return left <= 0 || accepted.containsKey(new Acquaintance(address, credential.hash()))
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.min(left, windowMillis)));
    }

    /** The credential is nobody's. */
    synchronized void wrong(String address, Credential credential) {
        accepted.remove(new Acquaintance(address, credential.hash()));
        if (attempts > 0) {
            long now = clock.millis();
            wrong.computeIfAbsent(network(address), a -> new Attempts(attempts, now - windowMillis))
                    .add(now);
        }
    }

    /** The credential is somebody's. */
    synchronized void accepted(String address, Credential credential) {
        accepted.put(new Acquaintance(address, credential.hash()), true);
    }

    /** An IPv6 customer has a whole /64: its first four groups. */
    private static String network(String address) {
        return address.indexOf(':') < 0 ? address : Networks.first64(address);
    }
}
