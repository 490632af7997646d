package dev.vigil.runtime.kafka;

import dev.vigil.runtime.config.Default;
import java.util.HashMap;
import java.util.Map;

/**
 * How every client reaches Kafka.
 *
 * @param bootstrap {@code host:port}, several with commas
 * @param properties further client settings by Kafka's names, as {@code security.protocol}
 */
public record KafkaConfig(
        @Default("127.0.0.1:9092") String bootstrap,
        @Default("{}") Map<String, String> properties) {
    /** Copies the properties. */
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** Everything that any client needs: a map that the caller adds its own settings to. */
    public Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }
}
