package dev.vigil.recognizer.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value on {@code vigil.frame.accounted.v1} as the recognizer writes it: what became of a range of a session's frames, in the
 * transaction that processed them. The ranges of a session's accounts follow each other without a gap, and in each {@code
 * lastSequence - firstSequence + 1 = processed + skipped + deadLettered - unnumbered + droppedBeforeKafka}, where duplicates
 * and frames of sessions that are over are not among the skipped but in {@code repeated}.
 *
 * @param camera its id, the record's key
 * @param session of the camera
 * @param service who counted: {@code recognizer}
 * @param firstSequence of the range
 * @param lastSequence of the range, inclusive; one less than {@code firstSequence} where only unnumbered records came
 * @param processed looked at
 * @param skipped not looked at, by reason
 * @param deadLettered that could not be read, or at which the processor failed
 * @param unnumbered those of the dead-lettered that bore no readable session and sequence
 * @param droppedBeforeKafka numbers of the range that never came
 * @param repeated records that came again or too late: duplicates, or of a session that is over
 * @param since when counting began
 * @param until when this was written
 * @param last whether the session is over: the first such account ends it, and what comes too late or unreadable afterwards is told
 *     in further ones, of an empty range
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
        boolean last) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.frame.accounted.v1";

    /** Copies the map. */
    public FrameAccount {
        skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
    }
}
