package dev.vigil.standalone.replay;

import dev.vigil.recognizer.decide.Replay;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes what was decided once more, in transactions: a replay that fails leaves whole ones only, and run again it writes the same ids.
 * For one thread.
 */
final class ReplayWriter implements Consumer<Replay.Decided>, AutoCloseable {
    private static final int TRANSACTION = 500;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final KafkaProducer<String, byte[]> producer;
    private int open;

    /**
     * Connects.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not let us write
     */
    ReplayWriter(KafkaConfig kafka, Duration patience) {
        Map<String, Object> settings = kafka.client();
        settings.put("client.id", "vigil-replay");
        settings.put("transactional.id", "vigil-replay-" + UUID.randomUUID());
        settings.put("acks", "all");
        settings.put("max.block.ms", patience.toMillis());
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    @Override
    public void accept(Replay.Decided decided) {
        if (open == 0) {
            producer.beginTransaction();
        }
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                Topics.FACE_RECOGNIZED.name(), decided.event().camera().id(), Json.bytes(decided.event()));
        decided.headers().writeTo(record.headers());
        var unused = producer.send(record); // the commit throws where it failed
        open++;
        if (open == TRANSACTION) {
            commit();
        }
    }

    /** Everything that was written is on the topic. */
    void commit() {
        if (open > 0) {
            producer.commitTransaction();
            open = 0;
        }
    }

    /** Gives up what was not committed, so that readers don't wait for it. */
    @Override
    public void close() {
        try {
            if (open > 0) {
                producer.abortTransaction();
            }
        } finally {
            producer.close(CLOSE);
        }
    }
}
