package dev.vigil.gallery.log;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the gallery uses Kafka.
 *
 * @param kafka how to reach it
 * @param topic the changed topic
 * @param instance new for each start of a replica
 * @param member the replica's name in the group, the same after a restart, which then takes its partitions up again at once; empty
 *     for none
 * @param address under which the other replicas reach this one, as {@code http://gallery-1:8081}; empty where there are none
 * @param writeTimeout how long a request waits for its write; each step at Kafka may take half of it
 * @param sessionTimeout how long a replica may be silent until its partitions are given to others
 */
public record LogSettings(
        KafkaConfig kafka,
        String topic,
        String instance,
        String member,
        String address,
        Duration writeTimeout,
        Duration sessionTimeout) {
    private static final int MOST_POLL_INTERVAL_MS = 60_000;

    /** How soon a replica hears that partitions are to be handed over. */
    private static final int HEARTBEAT_MS = 500;

    /** Often enough to be back within a second, seldom enough for a log that can be read. */
    private static final Map<String, Object> RECONNECT =
            Map.of("reconnect.backoff.ms", 250, "reconnect.backoff.max.ms", 1_000);

    /** A transaction of many faces goes in few requests; a small one does not wait for more. */
    private static final int BATCH_BYTES = 256 * 1024;

    private static final String BUFFER_BYTES = Integer.toString(8 * 1024 * 1024);

    /** A replica without a name of its own, that no other one reaches. */
    public LogSettings(KafkaConfig kafka, String topic, String instance, Duration writeTimeout) {
        this(kafka, topic, instance, "", "", writeTimeout, Duration.ofSeconds(6));
    }

    /** How long one step at Kafka may take, in ms. */
    int stepMillis() {
        return Math.toIntExact(writeTimeout.toMillis() / 2);
    }

    /** The reader's: it sees what is committed, and stops where the log has lost what was not read yet. */
    Map<String, Object> reader() {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("client.id", "vigil-gallery-reader-" + instance);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("allow.auto.create.topics", false);
        settings.put("max.poll.records", 2_000);
        settings.put("default.api.timeout.ms", stepMillis());
        settings.put("request.timeout.ms", stepMillis());
        settings.putAll(RECONNECT);
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    /** The one that reads single records by their offset, committed or not: the state names only what is committed. */
    Map<String, Object> crops() {
        Map<String, Object> settings = new HashMap<>(reader());
        settings.put("client.id", "vigil-gallery-crops-" + instance);
        settings.put("isolation.level", "read_uncommitted");
        settings.put("max.partition.fetch.bytes", 256 * 1024);
        return settings;
    }

    /** The one that looks for data keys further on. */
    Map<String, Object> lookAhead() {
        Map<String, Object> settings = new HashMap<>(reader());
        settings.put("client.id", "vigil-gallery-keys-" + instance);
        return settings;
    }

    /** The one that reads what is to be sealed anew. */
    Map<String, Object> resealer() {
        Map<String, Object> settings = new HashMap<>(reader());
        settings.put("client.id", "vigil-gallery-resealer-" + instance);
        return settings;
    }

    /** The group that owns the partitions. */
    String group() {
        return "vigil-gallery-" + topic;
    }

    /** The one that is a member of the group. It reads nothing. */
    Map<String, Object> membership() {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("client.id", "vigil-gallery-member-" + instance);
        settings.put("group.id", group());
        if (!member.isEmpty()) {
            settings.put("group.instance.id", member);
        }
        settings.put("group.protocol", "classic");
        settings.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        settings.put("session.timeout.ms", Math.toIntExact(sessionTimeout.toMillis()));
        settings.put("heartbeat.interval.ms", HEARTBEAT_MS);
        settings.put("max.poll.interval.ms", MOST_POLL_INTERVAL_MS);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "latest");
        settings.put("allow.auto.create.topics", false);
        settings.put("default.api.timeout.ms", stepMillis());
        settings.put("request.timeout.ms", stepMillis());
        settings.putAll(RECONNECT);
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    /** A partition's writer's: the transactional id is the fence. */
    Map<String, Object> writer(int partition) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("client.id", "vigil-gallery-writer-" + partition + "-" + instance);
        settings.put("transactional.id", "vigil-gallery-" + topic + "-" + partition);
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        settings.put("buffer.memory", BUFFER_BYTES);
        settings.put("batch.size", BATCH_BYTES);
        settings.put("request.timeout.ms", stepMillis());
        settings.put("delivery.timeout.ms", stepMillis());
        settings.put("max.block.ms", stepMillis());
        settings.put("transaction.timeout.ms", Math.max(30_000, 3 * stepMillis()));
        settings.putAll(RECONNECT);
        settings.put("key.serializer", ByteArraySerializer.class.getName());
        settings.put("value.serializer", ByteArraySerializer.class.getName());
        return settings;
    }

    /** The one that asks where the log ends. */
    Map<String, Object> admin() {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("client.id", "vigil-gallery-admin-" + instance);
        settings.put("default.api.timeout.ms", stepMillis());
        settings.put("request.timeout.ms", stepMillis());
        settings.putAll(RECONNECT);
        return settings;
    }
}
