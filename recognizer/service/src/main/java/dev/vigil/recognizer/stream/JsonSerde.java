package dev.vigil.recognizer.stream;

import dev.vigil.runtime.json.Json;
import java.io.UncheckedIOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.NullUnmarked;

/**
 * A record as JSON. An empty value is null, and null is an empty value: so a camera marker lies among the JSON records of its
 * topic. (A store's deletions never pass here: Kafka Streams writes them as null by itself.) Thread-safe.
 *
 * @param <T> the record's type
 */
@NullUnmarked
public final class JsonSerde<T> implements Serde<T> {
    private static final byte[] EMPTY = {};

    private final Class<T> type;

    /** For values of {@code type}. */
    public JsonSerde(Class<T> type) {
        this.type = type;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? EMPTY : Json.bytes(value);
    }

    /** Throws {@link SerializationException} for what is no such JSON, which sends the record to the dead-letter topic. */
    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null || bytes.length == 0) {
                return null;
            }
            try {
                return Json.read(bytes, type);
            } catch (UncheckedIOException e) {
                throw new SerializationException("The value is no " + type.getSimpleName() + " in JSON.", e);
            }
        };
    }
}
