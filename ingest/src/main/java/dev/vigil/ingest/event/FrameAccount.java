package dev.vigil.ingest.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value on {@code vigil.frame.accounted.v1} as ingest writes it: what became of a range of a session's frames before Kafka. The
 * ranges of a session's accounts follow each other without a gap, and in each {@code lastSequence - firstSequence + 1 = processed +
 * droppedBeforeKafka}. The fields that the recognizer's accounts have mean the same here; those that only it can count are 0.
 *
 * @param camera its id, the record's key
 * @param session of the camera
 * @param service who counted: {@code ingest}
 * @param firstSequence of the range
 * @param lastSequence of the range, inclusive; one less than {@code firstSequence} where no frame was numbered
 * @param processed that Kafka has acknowledged
 * @param skipped nothing: ingest skips no frame that has a number
 * @param deadLettered 0
 * @param unnumbered 0
 * @param droppedBeforeKafka that were numbered and never published
 * @param repeated 0
 * @param since when counting began
 * @param until when this was written
 * @param last whether the session is over
 * @param dropped those dropped before Kafka, by reason
 * @param leftOut frames that were read and never got a number, by reason: {@code thinned}, {@code still}, {@code unreadable}
 */
public record FrameAccount(
        String camera,
        String session,
        String service,
        long firstSequence,
        long lastSequence,
        long processed,
        Map<String, Long> skipped,
        long deadLettered,
        long unnumbered,
        long droppedBeforeKafka,
        long repeated,
        Instant since,
        Instant until,
        boolean last,
        Map<String, Long> dropped,
        Map<String, Long> leftOut) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.frame.accounted.v1";

    /** Who counts here. */
    public static final String SERVICE = "ingest";

    /** Copies the maps. */
    public FrameAccount {
        skipped = sorted(skipped);
        dropped = sorted(dropped);
        leftOut = sorted(leftOut);
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
