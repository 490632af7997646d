package dev.vigil.recognizer.track;

import dev.vigil.recognizer.event.Sighting.Ending;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of one camera, and what its last frame looked like.
 *
 * @param open those that go on, oldest first
 * @param last the last frame; null before the first
 */
public record Tracks(List<TrackState> open, @Nullable View last) {
    /** Of a camera that has shown nothing yet. */
    public static final Tracks NONE = new Tracks(List.of(), null);

    /** Copies the list. */
    public Tracks {
        open = List.copyOf(open);
    }

    /**
     * What a frame looked like.
     *
     * @param at frame time
     * @param width in pixels
     * @param height in pixels
     * @param scene very small
     */
    public record View(Instant at, int width, int height, Grey scene) {}

    /** A track that is over, and why. */
    public record Ended(TrackState track, Ending ending) {}

    /** Every open track, ended for the same reason. */
    public List<Ended> endedAll(Ending ending) {
        return open.stream().map(track -> new Ended(track, ending)).toList();
    }
}
