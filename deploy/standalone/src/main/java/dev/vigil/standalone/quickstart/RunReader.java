package dev.vigil.standalone.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the stages publish from now on, committed records only, into a ledger, and hands on the run's recognitions. */
final class RunReader implements AutoCloseable {
    private static final List<TopicSpec> TOPICS =
            List.of(Topics.FACE_SIGHTED, Topics.FACE_RECOGNIZED, Topics.FRAME_ACCOUNTED);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final KafkaConsumer<String, byte[]> consumer;
    private final RunLedger ledger;
    private final Listener listener;
    private final Thread thread;

    /** Hears what is read, all on one thread. */
    interface Listener {
        /** The next recognition of the run. */
        void recognized(Recognition event);

        /** Something was read: the ledger may have changed. */
        void advanced();

        /** Reading has ended, because of this. */
        void failed(Exception cause);
    }

    private RunReader(KafkaConsumer<String, byte[]> consumer, RunLedger ledger, Listener listener) {
        this.consumer = consumer;
        this.ledger = ledger;
        this.listener = listener;
        this.thread = new Thread(this::follow, "vigil-run-follower");
    }

    /** Notes where the topics end at this moment, and reads on from there. */
    static RunReader start(KafkaConfig kafka, RunLedger ledger, Listener listener) {
        Map<String, Object> settings = kafka.client();
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("client.id", "vigil-quickstart");
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name(), START).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions, START).forEach(consumer::seek);
        RunReader follower = new RunReader(consumer, ledger, listener);
        follower.thread.start();
        return follower;
    }

    /** Stops reading, within five seconds. */
    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join(STOP.toMillis());
    }

    private void follow() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    read(record);
                    listener.advanced();
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (Exception e) { // the edge of a thread
            listener.failed(e);
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        String type = String.valueOf(EventHeaders.typeOf(record.headers()));
        switch (type) {
            case CameraEvents.STARTED -> started(record);
            case CameraEvents.ENDED -> {
                FrameHeaders marker = FrameHeaders.read(record.headers());
                ledger.ended(record.key(), marker.session(), marker.sequence());
            }
            case Sighting.TYPE -> ledger.sighted(Json.read(record.value(), Sighting.class));
            case FrameAccount.TYPE -> account(record.value());
            case Recognition.TYPE -> decided(Json.read(record.value(), Recognition.class));
            default -> {
                // other events of these topics are not the run's
            }
        }
    }

    private void started(ConsumerRecord<String, byte[]> record) {
        show(ledger.started(record.key(), FrameHeaders.read(record.headers()).session()));
    }

    /** Ingest accounts on the same topic, for what it dropped: the recognizer counts that too, as numbers that never came. */
    private void account(byte[] value) {
        JsonNode tree = Json.read(value, JsonNode.class);
        if (tree.path("service").asText().equals("recognizer")) {
            ledger.accounted(Json.mapper().convertValue(tree, FrameAccount.class));
        }
    }

    /** What is replayed meanwhile is not the run's. */
    private void decided(Recognition event) {
        if (!event.replayed()) {
            show(ledger.recognized(event));
        }
    }

    private void show(List<Recognition> events) {
        Consumer<Recognition> show = listener::recognized;
        events.forEach(show);
    }
}
