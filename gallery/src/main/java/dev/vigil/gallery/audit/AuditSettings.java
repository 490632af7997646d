package dev.vigil.gallery.audit;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the audit uses Kafka.
 *
 * @param kafka how to reach it
 * @param config what is configured
 * @param instance new for each start of a replica: letters, digits and {@code -}
 * @param step how long one step at Kafka may take
 */
public record AuditSettings(KafkaConfig kafka, AuditConfig config, String instance, Duration step) {
    /** The writer of the entries of changes of a partition of the changed topic: the same whoever owns it. */
    static String ofChanges(int partition) {
        return "changes-" + partition;
    }

    static final String OF_REQUESTS = "requests-";

    /** The writer of the entries of what changes nothing: this replica, from this start on. */
    String ofRequests() {
        return OF_REQUESTS + instance;
    }

    /** Of the producer of what changes nothing: idempotent, in order, and patient. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("client.id", "vigil-audit-" + instance);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.put("max.block.ms", step.toMillis());
        settings.put("reconnect.backoff.ms", 250);
        settings.put("reconnect.backoff.max.ms", 1_000);
        settings.put("key.serializer", ByteArraySerializer.class.getName());
        settings.put("value.serializer", ByteArraySerializer.class.getName());
        return settings;
    }
}
