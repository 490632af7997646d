package dev.vigil.recognizer.see;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Tells a camera that fell silent from one whose frames wait to be read. One for a partition; for its stream thread. */
final class Silence {
    private final Duration limit;
    private final LogEnds ends;
    private final int partition;
    private final Instant since;
    private long position = -1;

    /** Nothing falls silent before this has listened for as long as {@code limit} itself. */
    Silence(Duration limit, LogEnds ends, int partition, Instant now) {
        this.limit = limit;
        this.ends = ends;
        this.partition = partition;
        this.since = now;
    }

    /** A record was read. */
    void read(long offset) {
        position = offset + 1;
    }

    /**
     * Whether a camera that was last heard then has fallen silent, and nothing of its partition waits to be read.
     *
     * @param known the last offset that any camera of the partition is known to have been read at, from before a restart too
     */
    boolean fell(Instant heard, Instant now, long known) {
        boolean quiet = heard.plus(limit).isBefore(now) && since.plus(limit).isBefore(now);
        if (!quiet) {
            return false;
        }
        OptionalLong end = ends.end(partition);
        return end.isPresent() && Math.max(position, known + 1) >= end.getAsLong();
    }
}
