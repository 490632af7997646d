package dev.vigil.gallery.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The chains of changes: one for each partition of the changed topic, for life. A new owner goes on where the topic says that the
 * last one came to; a place in the chain that an aborted transaction had is given again.
 */
final class ChangeAudit implements AuditRecords {
    private final String topic;
    private final Clock clock;
    private final Function<String, Head> ends;
    private final Map<Integer, Chain> chains = new ConcurrentHashMap<>();

    /** {@code ends} tells from the topic where a writer's chain ends. */
    ChangeAudit(String topic, Clock clock, Function<String, Head> ends) {
        this.topic = topic;
        this.clock = clock;
        this.ends = ends;
    }

    @Override
    public void begun(int partition) {
        Head end = ends.apply(AuditSettings.ofChanges(partition));
        chains.compute(partition, (p, chain) -> {
            if (chain == null) {
                return new Chain(topic, end);
            }
            chain.restart(end);
            return chain;
        });
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> next(int partition, List<AuditEntry> entries) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return chain(partition)
                .extend(entries.stream()
                        .map(entry -> new Chain.Timed(entry, now))
                        .toList());
    }

    @Override
    public void settled(int partition, boolean committed) {
        chain(partition).settle(committed);
    }

    private Chain chain(int partition) {
        return Objects.requireNonNull(chains.get(partition), "The partition's writer has not begun.");
    }

    /** Where the chains end that have been written here. */
    List<Head> heads() {
        return chains.values().stream()
                .map(Chain::head)
                .filter(head -> head.sequence() > 0)
                .sorted(java.util.Comparator.comparing(Head::writer))
                .toList();
    }
}
