package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the audit topic, each time with a consumer of its own. Thread-safe. */
public final class AuditTopic {
    /** How many records a page reads at most, so that a rare entry does not cost the whole topic at once. */
    static final int MOST_READ = 50_000;

    /** By so much the time of an entry may differ from that of its record. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private final KafkaConfig kafka;
    private final String topic;
    private final Duration patience;

    /** Reads {@code topic}; Kafka may take {@code patience} for the next record. */
    public AuditTopic(KafkaConfig kafka, String topic, Duration patience) {
        this.kafka = kafka;
        this.topic = topic;
        this.patience = patience;
    }

    /**
     * Checks every chain, from {@code from} on.
     *
     * @param from null for the topic's start
     * @param trustedKeys the ids of the keys that may sign; every key where there are none
     * @param witness heads that were noted down elsewhere: the chains must come so far
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer in time
     */
    public Verification verify(@Nullable Instant from, Collection<String> trustedKeys, List<Head> witness) {
        try (TopicScan scan = scan()) {
            List<TopicPartition> partitions = scan.partitions();
            Map<TopicPartition, Long> starts = starts(scan, partitions, from);
            AuditVerifier verifier = new AuditVerifier(
                    trustedKeys,
                    starts.entrySet().stream()
                            .collect(Collectors.toMap(one -> one.getKey().partition(), Map.Entry::getValue)));
            witness.forEach(verifier::expect);
            scan.scan(starts, scan.ends(partitions), record -> {
                verifier.collect(record);
                return true;
            });
            // the ends anew: a checkpoint that was read covers nothing that lies behind them
            scan.scan(starts, scan.ends(partitions), record -> {
                verifier.check(record);
                return true;
            });
            return verifier.result();
        }
    }

    /**
     * Shows the entries that pass, partition by partition in no order between them; records that are no entries are left out.
     *
     * @param from null for the topic's start
     */
    public void each(@Nullable Instant from, Predicate<AuditRecord> wanted, Consumer<AuditRecord> taker) {
        try (TopicScan scan = scan()) {
            List<TopicPartition> partitions = scan.partitions();
            scan.scan(starts(scan, partitions, from), scan.ends(partitions), record -> {
                AuditRecord entry = entry(record);
                if (entry != null && wanted.test(entry)) {
                    taker.accept(entry);
                }
                return true;
            });
        }
    }

    /**
     * The entries that pass, newest first, at most {@code limit} of them.
     *
     * @param from of the oldest; null for the topic's start
     * @param limit how many; the heap holds no more
     */
    public List<AuditRecord> newest(@Nullable Instant from, Predicate<AuditRecord> wanted, int limit) {
        Comparator<AuditRecord> order = Comparator.comparing(AuditRecord::time).thenComparing(AuditRecord::id);
        PriorityQueue<AuditRecord> oldestFirst = new PriorityQueue<>(order);
        each(from, wanted, entry -> {
            oldestFirst.add(entry);
            if (oldestFirst.size() > limit) {
                oldestFirst.remove();
            }
        });
        return oldestFirst.stream().sorted(order.reversed()).toList();
    }

    /**
     * A page of the entries that pass, newest first, in an order that is always the same. It reads backwards from where the page before
     * ended, and {@value #MOST_READ} records at most: where few pass, a page may have fewer than {@code limit}, or none, and yet not be
     * the last.
     *
     * @param from of the oldest; null for the topic's start
     * @param to before which the newest was written; null for now
     * @param before as the page before has it; empty for the first
     * @throws IllegalArgumentException if {@code before} is of another topic
     */
    public AuditPage page(
            @Nullable Instant from,
            @Nullable Instant to,
            Map<Integer, Long> before,
            Predicate<AuditRecord> wanted,
            int limit) {
        try (TopicScan scan = scan()) {
            List<TopicPartition> partitions = scan.partitions();
            Map<TopicPartition, Long> lowest = starts(scan, partitions, from == null ? null : from.minus(LATE));
            Map<TopicPartition, Long> behind = new HashMap<>();
            if (before.isEmpty()) {
                behind.putAll(
                        to == null
                                ? scan.ends(partitions)
                                : scan.since(partitions, to.plus(LATE).toEpochMilli()));
            } else {
                partitions.forEach(one -> behind.put(one, before.getOrDefault(one.partition(), 0L)));
                checkEnds(scan.ends(partitions), behind);
            }
            return new BackwardsReading(scan, AuditTopic::entry, wanted, lowest, behind).page(limit, MOST_READ);
        }
    }

    private static void checkEnds(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> behind) {
        behind.forEach((partition, offset) -> {
            if (offset > ends.getOrDefault(partition, 0L)) {
                throw new IllegalArgumentException("The partition " + partition + " ends before " + offset + ".");
            }
        });
    }

    private static Map<TopicPartition, Long> starts(
            TopicScan scan, List<TopicPartition> partitions, @Nullable Instant from) {
        return new HashMap<>(from == null ? scan.starts(partitions) : scan.since(partitions, from.toEpochMilli()));
    }

    private static @Nullable AuditRecord entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditRecord entry = record.value() == null ? null : AuditRecord.read(record.value());
            return entry != null && entry.chain().writer().equals(new String(record.key(), UTF_8)) ? entry : null;
        } catch (UncheckedIOException | IllegalArgumentException | NullPointerException e) {
            return null; // the verification tells of it
        }
    }

    private TopicScan scan() {
        return new TopicScan(kafka, topic, IsolationLevel.READ_COMMITTED, patience);
    }
}
