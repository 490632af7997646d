package dev.vigil.gallery.log;

import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How long the changed topic may still hold what has been erased. A segment of the log is compacted only after it has been closed,
 * and Kafka closes one only when a record is appended that is {@link #segment} younger than its first.
 *
 * @param segment the lesser of {@code segment.ms} and {@code max.compaction.lag.ms}
 * @param compaction {@code max.compaction.lag.ms}: a closed segment with older records is compacted, however little there is to gain
 * @param tombstones {@code delete.retention.ms}: for how long after the first compaction bare keys stay
 */
public record LogBounds(Duration segment, Duration compaction, Duration tombstones) {
    /** Kafka's cleaner takes its turn within this, on a broker that is not overloaded. */
    private static final Duration CLEANER = Duration.ofMinutes(1);

    /** What the topic is created with. */
    public static final LogBounds CREATED = of(Topics.GALLERY_CHANGED.config());

    static LogBounds of(Map<String, String> settings) {
        long lag = millis(settings, "max.compaction.lag.ms", Long.MAX_VALUE);
        long segment = millis(settings, "segment.ms", Duration.ofDays(7).toMillis());
        return new LogBounds(
                Duration.ofMillis(Math.min(lag, segment)),
                Duration.ofMillis(lag),
                Duration.ofMillis(millis(
                        settings, "delete.retention.ms", Duration.ofDays(1).toMillis())));
    }

    private static long millis(Map<String, String> settings, String name, long ifMissing) {
        String value = settings.get(name);
        return value == null ? ifMissing : Long.parseLong(value);
    }

    /**
     * From when on a record may be appended that lets the bare keys go, where the segment of the erasure was closed at {@code
     * closed}: the first compaction, with a minute for Kafka's cleaner, and the time for which it leaves bare keys.
     */
    public Instant forgets(Instant closed) {
        Duration first = compaction.compareTo(segment) > 0 ? compaction : segment;
        Duration turn = CLEANER.compareTo(first) < 0 ? CLEANER : first;
        return closed.plus(first).plus(turn).plus(tombstones);
    }

    /** From when on a record may be appended that closes the segment of an erasure. */
    public Instant closes(Instant erased) {
        return erased.plus(segment);
    }

    /**
     * From when on compaction may remove what was erased then; its cleaner takes its turn within a minute, on a broker that is not
     * overloaded.
     */
    public Instant compacts(Instant erased) {
        return erased.plus(compaction.compareTo(segment) > 0 ? compaction : segment);
    }
}
