package dev.vigil.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads recognitions and alerts: committed ones only, in the order of their partition, from where its group came to. Readers of one group
 * share the cameras. What was polled counts as read once {@link #commit} has been called, so that after a crash nothing is missed and the
 * last few may come again, under the same {@link Envelope#id}.
 *
 * <pre>{@code
 * try (EventReader reader = EventReader.of("127.0.0.1:9092", "my-program").alerts().open()) {
 *     while (running) {
 *         for (Event event : reader.poll(Duration.ofSeconds(1))) {
 *             if (event instanceof Event.Alerted alerted && alerted.alert().actuates(Instant.now())) {
 *                 open(door);
 *             }
 *         }
 *         reader.commit();
 *     }
 * }
 * }</pre>
 *
 * <p>For one thread; only {@link #wakeUp} may be called by others.
 */
public final class EventReader implements AutoCloseable {
    private final Consumer<String, byte[]> consumer;
    /** Woken up while it committed: the next poll ends at once. */
    private boolean woken;

    /** Reads by a consumer that has its subscription, and closes it. */
    EventReader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * What to read; nothing yet.
     *
     * @param bootstrap where Kafka is, as {@code kafka:9092}; several with commas
     * @param group whose place is remembered
     */
    public static Options of(String bootstrap, String group) {
        return new Options(bootstrap, group);
    }

    /**
     * The next events, as soon as there are some; empty after {@code patience}, or when woken up.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka refuses us, or can't be reached for long
     */
    public List<Event> poll(Duration patience) {
        if (woken) {
            woken = false;
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
                events.add(EventDecoder.decode(record));
            }
        } catch (WakeupException e) {
            return List.of(); // nothing has been taken out of the consumer
        }
        return events;
    }

    /**
     * All that was polled is done with.
     *
     * @throws org.apache.kafka.clients.consumer.CommitFailedException if the group has given our cameras to another reader meanwhile,
     *     which reads those events again
     */
    public void commit() {
        try {
            consumer.commitSync();
        } catch (WakeupException e) {
            woken = true;
            consumer.commitSync();
        }
    }

    /** Ends a poll that waits, or the next one. May be called from any thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    /** Leaves the group; what was not committed comes again. */
    @Override
    public void close() {
        consumer.close();
    }

    /** What a reader is to read, and from where. */
    public static final class Options {
        private final Set<String> topics = new TreeSet<>();
        private final Map<String, Object> settings = new HashMap<>();

        private Options(String bootstrap, String group) {
            settings.put("auto.offset.reset", "earliest");
            settings.put("bootstrap.servers", bootstrap);
            settings.put("group.id", group);
        }

        /** Decisions about tracks. */
        public Options recognitions() {
            topics.add(Recognition.TYPE);
            return this;
        }

        /** Alerts, and that they were acknowledged. */
        public Options alerts() {
            topics.add(Alert.TYPE);
            return this;
        }

        /** A group that is new begins with what comes from now on, instead of with the oldest that is kept. */
        public Options fromNowOn() {
            settings.put("auto.offset.reset", "latest");
            return this;
        }

        /** A setting of Kafka's consumer by its name, as {@code security.protocol}. */
        public Options set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /**
         * Begins to read.
         *
         * @throws IllegalStateException if neither recognitions nor alerts were asked for
         * @throws org.apache.kafka.common.KafkaException if the settings can't be right
         */
        public EventReader open() {
            if (topics.isEmpty()) {
                throw new IllegalStateException("Say what to read: recognitions(), alerts() or both.");
            }
            Map<String, Object> all = new HashMap<>(settings);
            all.put("isolation.level", "read_committed");
            all.put("enable.auto.commit", false);
            all.put("allow.auto.create.topics", false);
            Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
            consumer.subscribe(topics);
            return new EventReader(consumer);
        }
    }
}
