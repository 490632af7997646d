package dev.vigil.gallery.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audit topic from its end, a few hundred records of each partition at a time: a page costs what a page has, however long
 * the topic. The partitions are merged by the time at which Kafka took a record, then by their numbers. That order is one and the same
 * whatever the pages' length and whoever asks; the entries' own times would not do, since a minute's totals are written behind what
 * came after them. For one page, by one thread.
 */
final class BackwardsReading {
    private static final int WINDOW = 500;
    private static final Comparator<Seen> OLDEST_FIRST =
            Comparator.comparingLong(Seen::taken).thenComparingInt(Seen::partition);

    private final TopicScan scan;
    private final Function<ConsumerRecord<byte[], byte[]>, @Nullable AuditRecord> entries;
    private final Predicate<AuditRecord> wanted;
    private final Map<TopicPartition, Part> parts = new HashMap<>();
    private long read;

    /**
     * @param lowest the first offset of each partition that counts
     * @param before the offsets that lie behind
     */
    BackwardsReading(
            TopicScan scan,
            Function<ConsumerRecord<byte[], byte[]>, @Nullable AuditRecord> entries,
            Predicate<AuditRecord> wanted,
            Map<TopicPartition, Long> lowest,
            Map<TopicPartition, Long> before) {
        this.scan = scan;
        this.entries = entries;
        this.wanted = wanted;
        before.forEach((partition, high) -> parts.put(partition, new Part(lowest.getOrDefault(partition, 0L), high)));
    }

    /** {@code taken}: when Kafka took it, in ms of the epoch. */
    private record Seen(AuditRecord entry, int partition, long offset, long taken) {}

    /** Of one partition: what was read and not taken yet, newest first, and from where on all has been read. */
    private static final class Part {
        private final long lowest;
        private final Deque<Seen> seen = new ArrayDeque<>();
        private long from;

        Part(long lowest, long high) {
            this.lowest = lowest;
            this.from = Math.max(lowest, high);
        }

        boolean isDry() {
            return seen.isEmpty() && from > lowest;
        }

        /** What the next page lies before. */
        long rest() {
            return seen.isEmpty() ? from : seen.getFirst().offset() + 1;
        }
    }

    /**
     * The next page.
     *
     * @param limit how many entries at most
     * @param mostRead after so many records it ends, with what it has
     */
    AuditPage page(int limit, int mostRead) {
        List<AuditRecord> page = new ArrayList<>();
        while (page.size() < limit) {
            fill(mostRead);
            if (parts.values().stream().anyMatch(Part::isDry)) {
                break; // it has read as much as it may
            }
            Optional<Part> newest = parts.values().stream()
                    .filter(part -> !part.seen.isEmpty())
                    .max(Comparator.comparing(part -> part.seen.getFirst(), OLDEST_FIRST));
            if (newest.isEmpty()) {
                return new AuditPage(page, Map.of());
            }
            page.add(newest.get().seen.removeFirst().entry());
        }
        boolean over = parts.values().stream().allMatch(part -> part.seen.isEmpty() && part.from <= part.lowest);
        Map<Integer, Long> rest = new TreeMap<>();
        parts.forEach((partition, part) -> rest.put(partition.partition(), part.rest()));
        return new AuditPage(page, over ? Map.of() : rest);
    }

    /** Reads on where nothing is at hand, as long as it may. */
    private void fill(int mostRead) {
        while (read < mostRead) {
            Map<TopicPartition, Long> from = new HashMap<>();
            Map<TopicPartition, Long> to = new HashMap<>();
            parts.forEach((partition, part) -> {
                if (part.isDry()) {
                    to.put(partition, part.from);
                    part.from = Math.max(part.lowest, part.from - WINDOW);
                    from.put(partition, part.from);
                }
            });
            if (from.isEmpty()) {
                return;
            }
            scan.scan(from, to, this::take);
        }
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        read++;
        Part part = parts.get(new TopicPartition(record.topic(), record.partition()));
        AuditRecord entry = entries.apply(record);
        if (part != null && entry != null && wanted.test(entry)) {
            part.seen.addFirst(new Seen(entry, record.partition(), record.offset(), record.timestamp()));
        }
        return true;
    }
}
