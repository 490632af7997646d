package dev.vigil.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record bears beside its value: the attributes of a CloudEvent 1.0 in Kafka's binary mode, and where it lies.
 *
 * @param id the same for an event that is written or read twice: whoever must not act twice remembers it
 * @param type of event, as {@code vigil.face.recognized.v1}
 * @param source {@code /cameras/ID}
 * @param time when the event happened, RFC 3339
 * @param subject the track
 * @param traceparent W3C trace context
 * @param topic where it lies
 * @param partition of the topic
 * @param offset in the partition
 */
public record Envelope(
        @Nullable String id,
        @Nullable String type,
        @Nullable String source,
        @Nullable String time,
        @Nullable String subject,
        @Nullable String traceparent,
        String topic,
        int partition,
        long offset) {
    static Envelope of(ConsumerRecord<?, ?> record) {
        return new Envelope(
                header(record, "ce_id"),
                header(record, "ce_type"),
                header(record, "ce_source"),
                header(record, "ce_time"),
                header(record, "ce_subject"),
                header(record, "traceparent"),
                record.topic(),
                record.partition(),
                record.offset());
    }

    static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
