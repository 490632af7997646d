package dev.vigil.gallery.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far this client's own writes have come in the gallery's log, partition by partition, as replies tell. Each is remembered for a
 * minute: a replica that is further behind than that is cut off from Kafka, and an old answer is better than none. Thread-safe.
 */
final class SeenPositions {
    static final String HEADER = "Vigil-Position";

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Pattern ONE = Pattern.compile("([0-9]{1,6}):([0-9]{1,18})");

    private final Map<Integer, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(long offset, long at) {
        private boolean isOld(long now) {
            return now - at > LIFE.toNanos();
        }
    }

    /** Takes a reply's header in; what is no position is left alone. */
    void note(String header) {
        long now = System.nanoTime();
        Matcher one = ONE.matcher(header);
        while (one.find()) {
            Seen next = new Seen(Long.parseLong(one.group(2)), now);
            seen.merge(
                    Integer.parseInt(one.group(1)),
                    next,
                    (before, after) -> before.offset() > after.offset() && !before.isOld(now) ? before : after);
        }
    }

    /** What to send; nothing where nothing was written lately. */
    Optional<String> header() {
        long now = System.nanoTime();
        seen.values().removeIf(one -> one.isOld(now));
        String text = seen.entrySet().stream()
                .map(one -> one.getKey() + ":" + one.getValue().offset())
                .collect(Collectors.joining(","));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
