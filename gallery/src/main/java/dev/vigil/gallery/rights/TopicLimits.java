package dev.vigil.gallery.rights;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a topic may hold a record, by its settings.
 *
 * @param compacted whether a key's older records are compacted away
 * @param deleted whether whole segments are deleted by age
 * @param segment the longest time that a segment takes records
 * @param lag until a closed segment is compacted at the latest; null for no bound
 * @param tombstones how long bare keys stay after that
 * @param retention how long records stay where they are deleted by age; null for ever
 */
public record TopicLimits(
        boolean compacted,
        boolean deleted,
        Duration segment,
        @Nullable Duration lag,
        Duration tombstones,
        @Nullable Duration retention) {
    /** Kafka looks for old segments every five minutes, and removes their files a minute later. */
    private static final Duration DELETION = Duration.ofMinutes(6);

    /** Its cleaner takes its turn within this. */
    private static final Duration CLEANER = Duration.ofMinutes(1);

    /** By Kafka's settings of the topic; those that are missing are Kafka's defaults. */
    public static TopicLimits of(Map<String, String> config) {
        String policy = config.getOrDefault("cleanup.policy", "delete");
        long segment = millis(config, "segment.ms", Duration.ofDays(7));
        long lag = millis(config, "max.compaction.lag.ms", Duration.ofMillis(Long.MAX_VALUE));
        long retention = millis(config, "retention.ms", Duration.ofDays(7));
        boolean compacted = policy.contains("compact");
        return new TopicLimits(
                compacted,
                policy.contains("delete"),
                Duration.ofMillis(compacted ? Math.min(segment, lag) : segment),
                lag == Long.MAX_VALUE ? null : Duration.ofMillis(lag),
                Duration.ofMillis(millis(config, "delete.retention.ms", Duration.ofDays(1))),
                retention < 0 ? null : Duration.ofMillis(retention));
    }

    private static long millis(Map<String, String> config, String name, Duration ifMissing) {
        String value = config.get(name);
        return value == null ? ifMissing.toMillis() : Long.parseLong(value);
    }

    /**
     * Until when it may hold the content of a record that was there at {@code erased}; null for no bound. A compacted topic, if the
     * key was erased then and something is appended to its partition after {@link #segment}.
     */
    public @Nullable Instant contentUntil(Instant erased) {
        Instant byAge = deleted && retention != null
                ? erased.plus(segment).plus(retention).plus(DELETION)
                : null;
        Instant byKey = compacted && lag != null ? erased.plus(lag.compareTo(segment) > 0 ? lag : segment) : null;
        if (byAge == null || byKey == null) {
            return byAge == null ? byKey : byAge;
        }
        return byAge.isBefore(byKey) ? byAge : byKey;
    }

    /**
     * Until when it may hold the bare key of what was erased then, and a minute or so for Kafka's cleaner; null for no bound. The
     * gallery appends a record when the first compaction's bare keys may go, so that there is a second.
     */
    public @Nullable Instant keysUntil(Instant erased) {
        Instant content = contentUntil(erased);
        if (content == null || !compacted || lag == null) {
            return content;
        }
        Duration first = lag.compareTo(segment) > 0 ? lag : segment;
        Duration turn = CLEANER.compareTo(first) < 0 ? CLEANER : first;
        return content.plus(segment).plus(turn).plus(tombstones);
    }
}
