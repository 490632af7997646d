package dev.vigil.standalone.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param from frame time
 * @param to frame time, exclusive
 * @param keptFrom from when on sightings are kept; null where none was ever deleted
 * @param cameras whose tracks there were
 * @param tracks that were decided once more
 * @param unchanged of them, decided as before
 * @param changes of the others, those of the most tracks first
 * @param events that say so
 * @param written whether they are on the topic
 * @param notes what else one must know, in sentences
 */
public record ReplayReport(
        Instant from,
        Instant to,
        @Nullable Instant keptFrom,
        List<String> cameras,
        int tracks,
        int unchanged,
        List<Change> changes,
        int events,
        boolean written,
        List<String> notes) {
    /** Copies the lists. */
    public ReplayReport {
        cameras = List.copyOf(cameras);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /**
     * Tracks that were decided otherwise.
     *
     * @param before as the topic has it
     * @param after as it is now
     * @param tracks how many
     * @param example one of them
     */
    public record Change(Outcome before, Outcome after, int tracks, String example) {}
}
