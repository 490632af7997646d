package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes acknowledgements of recent alerts, and says so on their topic, so that everybody knows. Thread-safe. */
final class AlertDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AlertDesk.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventRing alerts;
    private final Producer<String, byte[]> producer;

    private AlertDesk(EventRing alerts, Producer<String, byte[]> producer) {
        this.alerts = alerts;
        this.producer = producer;
    }

    /** For the alerts of that ring. */
    static AlertDesk open(EventRing alerts, KafkaConfig kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "vigil-acknowledgements");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new AlertDesk(alerts, new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
    }

    /**
     * Acknowledges an alert, once: who comes second is told who was first.
     *
     * @throws UserError with 404 where it is none of the recent alerts, 503 where Kafka does not take it
     */
    AlertAcknowledged acknowledge(String id, String by, Instant now) {
        FeedEvent event = alerts.find(id)
                .orElseThrow(() -> new UserError(
                        404,
                        "There is no recent alert '" + id + "': GET /v1/alerts lists those that can be acknowledged."));
        AlertAcknowledged known = alerts.acknowledgement(id);
        if (known != null) {
            return known;
        }
        AlertAcknowledged acknowledged =
                new AlertAcknowledged(id, Objects.requireNonNullElse(event.watchlist(), ""), by, now);
        send(record(event, acknowledged));
        alerts.acknowledge(acknowledged);
        log.info("The alert {} was acknowledged by {}", id, by);
        return acknowledged;
    }

    private static ProducerRecord<String, byte[]> record(FeedEvent alert, AlertAcknowledged acknowledged) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.ALERT_RAISED.name(), acknowledged.watchlist(), Json.bytes(acknowledged));
        new EventHeaders(
                        acknowledged.eventId(),
                        AlertAcknowledged.TYPE,
                        "/cameras/" + Objects.requireNonNullElse(alert.camera(), ""),
                        acknowledged.at(),
                        acknowledged.alert(),
                        "application/json",
                        null,
                        Map.of())
                .writeTo(record.headers());
        return record;
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "Vigil is stopping: acknowledge the alert again in a moment.", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.warn("Kafka does not take an acknowledgement: {}", e.getMessage());
            throw new UserError(503, "Kafka does not take it now: acknowledge the alert again in a moment.", e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
