package dev.vigil.recognizer.track;

import java.util.List;

/**
 * What a frame came to.
 *
 * @param after the tracks that go on
 * @param ended those that are over
 * @param told those of {@code after} of which a sighting is due
 */
public record Step(Tracks after, List<Tracks.Ended> ended, List<TrackState> told) {
    /** Copies the lists. */
    public Step {
        ended = List.copyOf(ended);
        told = List.copyOf(told);
    }
}
