package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from the audit topic where chains end. Thread-safe. */
final class ChainEnds {
    private static final Logger log = LoggerFactory.getLogger(ChainEnds.class);
    private static final long FIRST_LOOK = 1_000;
    private static final int WIDER = 8;

    private final KafkaConfig kafka;
    private final String topic;
    private final Duration patience;

    ChainEnds(KafkaConfig kafka, String topic, Duration patience) {
        this.kafka = kafka;
        this.topic = topic;
        this.patience = patience;
    }

    /**
     * The end of one writer's chain, who writes no more or is shut out. It looks at the last records of the writer's partition,
     * then farther back.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer in time, or a transaction is not finished in time
     */
    Head of(String writer) {
        try (TopicScan scan = scan()) {
            List<TopicPartition> all = scan.partitions();
            byte[] key = writer.getBytes(UTF_8);
            TopicPartition partition = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % all.size());
            long start = scan.starts(List.of(partition)).getOrDefault(partition, 0L);
            long end = scan.ends(List.of(partition)).getOrDefault(partition, 0L);
            for (long width = FIRST_LOOK; end > start; width *= WIDER) {
                long from = Math.max(start, end - width);
                Head found = lastOf(scan, Map.of(partition, from), Map.of(partition, end), writer::equals)
                        .get(writer);
                if (found != null) {
                    return found;
                }
                end = from;
            }
            return Head.none(writer);
        }
    }

    /** The ends of the chains whose writer passes, as far as the last {@code width} records of each partition show them. */
    Map<String, Head> recent(Predicate<String> writer, long width) {
        try (TopicScan scan = scan()) {
            List<TopicPartition> all = scan.partitions();
            Map<TopicPartition, Long> ends = scan.ends(all);
            Map<TopicPartition, Long> from = new HashMap<>(scan.starts(all));
            from.replaceAll((partition, start) -> Math.max(start, ends.getOrDefault(partition, start) - width));
            return lastOf(scan, from, ends, writer);
        }
    }

    private static Map<String, Head> lastOf(
            TopicScan scan, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Predicate<String> wanted) {
        Map<String, Head> last = new HashMap<>();
        scan.scan(from, to, record -> {
            String writer = record.key() == null ? "" : new String(record.key(), UTF_8);
            if (wanted.test(writer) && record.value() != null) {
                headOf(record.value()).ifPresent(head -> last.put(writer, head));
            }
            return true;
        });
        return last;
    }

    /** What is no entry is passed over here: the verification reports it. */
    private static Optional<Head> headOf(byte[] value) {
        try {
            return Optional.of(AuditRecord.read(value).head());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            log.warn("The audit topic has a record that is no entry; 'vigil audit verify' tells where.", e);
            return Optional.empty();
        }
    }

    private TopicScan scan() {
        return new TopicScan(kafka, topic, IsolationLevel.READ_COMMITTED, patience);
    }
}
