package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A writer's chain. {@link #extend} makes the records that come next; they belong to it once {@link #settle} says that the topic has
 * them, and else their places are given again. {@link #head} may be asked by any thread, all else by one at a time.
 */
final class Chain {
    private final String topic;
    private volatile Head head;
    private Head pending;

    /** Goes on after {@code head}. */
    Chain(String topic, Head head) {
        this.topic = topic;
        this.head = head;
        this.pending = head;
    }

    /** An entry that is to be written. */
    record Timed(AuditEntry entry, Instant time, @Nullable BiFunction<Instant, Head, Checkpoint> checkpoint) {
        Timed(AuditEntry entry, Instant time) {
            this(entry, time, null);
        }
    }

    /** Where it ends, as far as it is certain. */
    Head head() {
        return head;
    }

    /** The next records. */
    List<ProducerRecord<byte[], byte[]>> extend(List<Timed> entries) {
        pending = head;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(entries.size());
        for (Timed one : entries) {
            records.add(next(one));
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> next(Timed one) {
        Link link = new Link(head.writer(), pending.sequence() + 1, pending.hash());
        Checkpoint checkpoint =
                one.checkpoint() == null ? null : one.checkpoint().apply(one.time(), pending);
        AuditRecord record = AuditRecord.of(one.entry(), one.time(), checkpoint, link);
        byte[] value = record.toValue();
        pending = new Head(
                link.writer(), link.sequence(), AuditRecord.hashOf(value).orElseThrow());
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                topic, null, one.time().toEpochMilli(), link.writer().getBytes(UTF_8), value);
        String subject = one.entry().subject();
        new EventHeaders(
                        record.id(),
                        Topics.GALLERY_AUDITED.name(),
                        "/gallery",
                        one.time(),
                        subject.isEmpty() ? null : subject,
                        "application/json",
                        null,
                        Map.of())
                .writeTo(made.headers());
        return made;
    }

    /** What became of the last records: whether the topic has them. */
    void settle(boolean written) {
        if (written) {
            head = pending;
        } else {
            pending = head;
        }
    }

    /** Goes on after {@code other}: the topic has said where the chain ends. */
    void restart(Head other) {
        head = other;
        pending = other;
    }
}
