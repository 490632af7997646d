package dev.vigil.gallery.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Says where the reader begins: at the start of the log, or where a snapshot has been taken. */
@FunctionalInterface
public interface Beginning {
    /** At the start of the log. */
    Beginning AT_THE_START = topic -> Map.of();

    /**
     * The offset that is read first of each partition; one that is left out is read from its start. Called once, by the reader's
     * thread, when the topic is there and before anything is read: the time to load a snapshot into the state. An offset that the
     * log does not have (before its start, or after its end) is ignored as if it were left out, so look at {@code topic} first.
     */
    Map<Integer, Long> of(FoundTopic topic);

    /**
     * The topic, as it was found.
     *
     * @param id Kafka's own: another one for a topic that was deleted and created again
     * @param starts the first offset of each partition
     * @param ends the offset after the last committed record of each partition
     * @param settings by Kafka's names, as {@code delete.retention.ms}
     * @param newest the latest time that a record bears; empty where there is none
     */
    record FoundTopic(
            String id,
            Map<Integer, Long> starts,
            Map<Integer, Long> ends,
            Map<String, String> settings,
            Optional<Instant> newest) {
        /** Copies the maps. */
        public FoundTopic {
            starts = Map.copyOf(starts);
            ends = Map.copyOf(ends);
            settings = Map.copyOf(settings);
        }
    }
}
