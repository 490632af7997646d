package dev.vigil.standalone.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the topics say of a run, committed records only, each list in the order of its partitions.
 *
 * @param frames and markers
 * @param accounts of ingest and the recognizers
 * @param sightings without embeddings and pictures
 * @param recognitions without pictures
 * @param alerts without pictures
 * @param deadLetters how many
 * @param lastData the offset of the last record of each partition of each topic
 */
record Recorded(
        List<Frame> frames,
        List<Event> accounts,
        List<Event> sightings,
        List<Event> recognitions,
        List<Event> alerts,
        long deadLetters,
        Map<TopicPartition, Long> lastData) {
    Recorded {
        frames = List.copyOf(frames);
        accounts = List.copyOf(accounts);
        sightings = List.copyOf(sightings);
        recognitions = List.copyOf(recognitions);
        alerts = List.copyOf(alerts);
        lastData = Map.copyOf(lastData);
    }

    /** What a frame or marker is. */
    enum Kind {
        FRAME,
        STARTED,
        ENDED
    }

    /**
     * A frame or marker.
     *
     * @param offset in its partition, which is that of its camera
     */
    record Frame(Kind kind, String camera, String session, long sequence, long offset) {}

    /**
     * An event.
     *
     * @param id {@code ce_id}
     * @param where topic-partition@offset
     * @param digest of the value, in hexadecimal digits
     * @param value as JSON
     * @param readAt when it was read here
     */
    record Event(String id, String where, long offset, String digest, JsonNode value, Instant readAt) {
        String text(String pointer) {
            return value.at(pointer).asText("");
        }

        long number(String field) {
            return value.path(field).asLong();
        }

        Instant time(String pointer) {
            return Instant.parse(text(pointer));
        }
    }
}
