package dev.vigil.recognizer.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as the console passes it on: its data untouched, and what it may be asked by.
 *
 * @param id the CloudEvents id: the same event written twice bears the same
 * @param time when it happened
 * @param camera the id of the camera it is about, or null
 * @param decision a recognition's decision, or null
 * @param watchlist an alert's watchlist, or null
 * @param json the data on one line
 */
record FeedEvent(
        String id,
        Instant time,
        @Nullable String camera,
        @Nullable String decision,
        @Nullable String watchlist,
        String json) {
    /**
     * Reads a record of that type; empty where it bears another type, as a marker does, and where it is a replay's: the console shows who
     * is there.
     *
     * @throws IllegalArgumentException if it is no CloudEvent, or its value no JSON object
     */
    static Optional<FeedEvent> read(String type, ConsumerRecord<String, byte[]> record) {
        if (!type.equals(EventHeaders.typeOf(record.headers()))) {
            return Optional.empty();
        }
        EventHeaders headers = EventHeaders.read(record.headers());
        JsonNode data = parse(record.value());
        if (data.path("replayed").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(new FeedEvent(
                headers.id(),
                headers.time(),
                text(data.path("camera").path("id")),
                text(data.path("decision")),
                watchlist(data),
                write(data)));
    }

    /** The same alert, seen to. */
    FeedEvent acknowledged() {
        ObjectNode data = (ObjectNode) parse(json.getBytes(UTF_8));
        data.put("acknowledged", true);
        return new FeedEvent(id, time, camera, decision, watchlist, write(data));
    }

    private static @Nullable String watchlist(JsonNode data) {
        JsonNode watchlist = data.path("watchlist");
        return text(watchlist.isObject() ? watchlist.path("id") : watchlist);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static JsonNode parse(byte @Nullable [] value) {
        try {
            JsonNode data = value == null ? null : Json.mapper().readTree(value);
            if (data == null || !data.isObject()) {
                throw new IllegalArgumentException("The value is no JSON object.");
            }
            return data;
        } catch (IOException e) {
            throw new IllegalArgumentException("The value is no JSON.", e);
        }
    }

    private static String write(JsonNode data) {
        try {
            return Json.mapper().writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The value can't be written as JSON.", e);
        }
    }
}
