package dev.vigil.recognizer.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.webhook.WebhookTarget.Kind;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as it may be told to a target.
 *
 * @param kind of event
 * @param headers of the CloudEvent
 * @param data the event itself
 */
record Notice(Kind kind, EventHeaders headers, ObjectNode data) {
    /** Reads a record; empty where it is neither an alert nor a recognition, as a marker. */
    static Optional<Notice> read(ConsumerRecord<String, byte[]> record) {
        String type = EventHeaders.typeOf(record.headers());
        if (!Alert.TYPE.equals(type) && !Recognition.TYPE.equals(type)) {
            return Optional.empty();
        }
        try {
            JsonNode data = record.value() == null ? null : Json.mapper().readTree(record.value());
            return data instanceof ObjectNode object
                    ? Optional.of(new Notice(
                            Alert.TYPE.equals(type) ? Kind.ALERT : Kind.RECOGNITION,
                            EventHeaders.read(record.headers()),
                            object))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a target wants it. */
    boolean wantedBy(WebhookTarget target, Instant now) {
        if (!target.events().contains(kind)
                || !among(target.cameras(), data.path("camera").path("id").asText())) {
            return false;
        }
        return kind == Kind.RECOGNITION
                ? !replayed() && among(target.decisions(), data.path("decision").asText())
                : among(target.watchlists(), data.path("watchlist").asText())
                        && (!target.actuatingOnly() || actuates(now));
    }

    /** Nobody elsewhere is told of what was decided once more: they might act on it. */
    private boolean replayed() {
        return data.path("replayed").asBoolean();
    }

    private static boolean among(List<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    /** Whether a door may open on it now: an alert that is told late, or once more from the start of the topic, opens none. */
    private boolean actuates(Instant now) {
        if (!data.path("actuate").asBoolean() || replayed()) {
            return false;
        }
        try {
            return now.isBefore(Instant.parse(data.path("actuateUntil").asText()));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The body of a request that is sent now: {@code actuate} says whether a door may open on it now. */
    byte[] body(Instant now) {
        if (kind != Kind.ALERT) {
            return Json.bytes(data);
        }
        ObjectNode told = data.deepCopy();
        told.put("actuate", actuates(now));
        return Json.bytes(told);
    }
}
