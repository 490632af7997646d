package dev.vigil.gallery.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds up, for a minute, what would be too much entry by entry: searches by services (per key and model), and refusals of requests
 * without a valid key (per route and status). The first of a minute is not kept back ({@link #takeUrgent}), so that a process that is
 * killed takes with it how often something was done at the end, and never that it was done. Bounded: past a thousand different sums
 * what comes is entered by itself. Not thread-safe.
 */
final class Totals {
    private static final int MOST_SUMS = 1_000;
    private static final int MOST_ADDRESSES = 8;
    /** So many requests of a sum are kept back at most. */
    private static final int MOST_KEPT = 1_000;

    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    private record Key(
            String action,
            String actor,
            String role,
            String from,
            @Nullable String via,
            Map<String, String> of) {}

    private static final class Sum {
        private final boolean begun;
        private final Instant first;
        private final Set<String> addresses = new TreeSet<>();
        private Instant last;
        private boolean more;
        private long requests;
        private long probes;

        /** {@code begun}: this minute has an entry of it already. */
        Sum(boolean begun, Instant first) {
            this.begun = begun;
            this.first = first;
            this.last = first;
        }

        boolean isUrgent() {
            return begun ? requests >= MOST_KEPT : requests > 0;
        }
    }

    /** Takes the entry in where it is one that is added up; false where it is to be entered by itself. */
    boolean add(AuditEntry entry, Instant now) {
        boolean search = entry.action().equals("search") && entry.actor().role().equals("service");
        boolean refusal = entry.action().equals("refused") && entry.actor().id().equals("anonymous");
        if (!search && !refusal) {
            return false;
        }
        Map<String, String> of = new TreeMap<>(entry.detail());
        String probes = of.remove("count");
        Key key = new Key(
                entry.action(),
                entry.actor().id(),
                entry.actor().role(),
                search ? entry.actor().from() : "",
                entry.actor().via(),
                of);
        Sum sum = sums.get(key);
        if (sum == null || sum.requests == 0) {
            if (sum == null && sums.size() >= MOST_SUMS) {
                return false;
            }
            sum = new Sum(sum != null, now);
            sums.put(key, sum);
        }
        sum.last = now;
        sum.requests++;
        sum.probes += probes == null ? 0 : Long.parseLong(probes);
        if (sum.addresses.size() < MOST_ADDRESSES) {
            sum.addresses.add(entry.actor().from());
        } else {
            sum.more |= !sum.addresses.contains(entry.actor().from());
        }
        return true;
    }

    /** What is not to be kept back: the first of a minute, and what has become much. The rest goes on being added up. */
    List<Chain.Timed> takeUrgent() {
        List<Chain.Timed> entries = new ArrayList<>();
        sums.replaceAll((key, sum) -> {
            if (!sum.isUrgent()) {
                return sum;
            }
            entries.add(new Chain.Timed(entry(key, sum), sum.last));
            return new Sum(true, sum.last);
        });
        return entries;
    }

    /** What is left as entries, each with the time of its last; a new minute begins. */
    List<Chain.Timed> take() {
        List<Chain.Timed> entries = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> {
            if (sum.requests > 0) {
                entries.add(new Chain.Timed(entry(key, sum), sum.last));
            }
        });
        sums.clear();
        return entries;
    }

    private static AuditEntry entry(Key key, Sum sum) {
        Map<String, String> detail = new TreeMap<>(key.of());
        detail.put("requests", Long.toString(sum.requests));
        detail.put("since", sum.first.toString());
        if (key.action().equals("search")) {
            detail.put("probes", Long.toString(sum.probes));
        } else {
            detail.put("addresses", String.join(" ", sum.addresses) + (sum.more ? " and more" : ""));
        }
        return new AuditEntry(key.action(), new Actor(key.actor(), key.role(), key.from(), key.via()), "", detail);
    }
}
