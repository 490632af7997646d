package dev.vigil.runtime.topic;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One topic: its name, its partitions (fixed for life) and its settings.
 *
 * @param name the contract's name
 * @param partitions how many in a real deployment
 * @param standalonePartitions how many in the standalone mode
 * @param config Kafka's topic settings by name
 */
public record TopicSpec(String name, int partitions, int standalonePartitions, Map<String, String> config) {
    /** Copies the settings. */
    public TopicSpec {
        config = java.util.Collections.unmodifiableMap(new TreeMap<>(config));
    }

    static TopicSpec deleting(
            String name, int partitions, int standalonePartitions, Duration retention, Duration segment) {
        return new TopicSpec(
                name,
                partitions,
                standalonePartitions,
                Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", Long.toString(retention.toMillis()),
                        "segment.ms", Long.toString(segment.toMillis())));
    }

    TopicSpec with(String key, String value) {
        Map<String, String> settings = new TreeMap<>(config);
        settings.put(key, value);
        return new TopicSpec(name, partitions, standalonePartitions, settings);
    }
}
