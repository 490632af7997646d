package dev.vigil.standalone.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the topics say of a run, committed records only, each list in the order of its partitions.
 *
 * @param frames and markers
 * @param accounts of ingest and the recognizers
 * @param sightings without embeddings and pictures
 * @param recognitions without pictures
 * @param alerts without pictures
 * @param deadLetters where the records lie that they are of
 * @param unreadable where records lie that are no events
 * @param lastData the offset of the last record of each partition of each topic
 */
record Recorded(
        List<Frame> frames,
        List<Event> accounts,
        List<Event> sightings,
        List<Event> recognitions,
        List<Event> alerts,
        List<Poison.Place> deadLetters,
        List<Poison.Place> unreadable,
        Map<TopicPartition, Long> lastData) {
    Recorded {
        frames = List.copyOf(frames);
        accounts = List.copyOf(accounts);
        sightings = List.copyOf(sightings);
        recognitions = List.copyOf(recognitions);
        alerts = List.copyOf(alerts);
        deadLetters = List.copyOf(deadLetters);
        unreadable = List.copyOf(unreadable);
        lastData = Map.copyOf(lastData);
    }

    /** The same without the events that lie there: nobody of ours wrote them. Frames stay, since they are to be accounted for. */
    Recorded without(Set<Poison.Place> poison) {
        return new Recorded(
                frames,
                left(accounts, poison),
                left(sightings, poison),
                left(recognitions, poison),
                left(alerts, poison),
                deadLetters,
                unreadable.stream().filter(place -> !poison.contains(place)).toList(),
                lastData);
    }

    private static List<Event> left(List<Event> events, Set<Poison.Place> poison) {
        return events.stream().filter(event -> !poison.contains(event.place())).toList();
    }

    /** What a frame or marker is. */
    enum Kind {
        FRAME,
        STARTED,
        ENDED,
        /** Its headers can't be read: neither its session nor its number is known. */
        UNREADABLE
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
     * @param place where it lies
     * @param digest of the value, in hexadecimal digits
     * @param value as JSON
     * @param readAt when it was read here
     */
    record Event(String id, Poison.Place place, String digest, JsonNode value, Instant readAt) {
        /** Topic-partition@offset. */
        String where() {
            return place.topic() + "-" + place.partition() + "@" + place.offset();
        }

        long offset() {
            return place.offset();
        }

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
