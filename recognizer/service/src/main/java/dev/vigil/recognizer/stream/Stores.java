package dev.vigil.recognizer.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * In-memory stores with a changelog: under {@code exactly_once_v2} a store on disk would be wiped after a crash anyway. The
 * changelogs hold embeddings and small pictures of faces, so that what was deleted leaves them soon.
 */
public final class Stores {
    private static final Map<String, String> CHANGELOG = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", Long.toString(Duration.ofMinutes(10).toMillis()),
            "max.compaction.lag.ms", Long.toString(Duration.ofHours(1).toMillis()),
            "delete.retention.ms", Long.toString(Duration.ofHours(1).toMillis()),
            "min.cleanable.dirty.ratio", "0.2");

    private Stores() {}

    /** A store of JSON values by text. */
    public static <T> StoreBuilder<KeyValueStore<String, T>> inMemory(String name, Class<T> type) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name),
                        Serdes.String(),
                        new JsonSerde<>(type))
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
