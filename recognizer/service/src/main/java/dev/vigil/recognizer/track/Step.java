package dev.vigil.recognizer.track;

import java.util.List;

/**
 * What a frame came to.
 *
 * @param after the tracks that go on
 * @param ended those that are over
 * @param told those of {@code after} of whom the gallery is to be asked
 * @param present those of {@code after} of which it is only to be said that they are still there
 */
public record Step(Tracks after, List<Tracks.Ended> ended, List<TrackState> told, List<TrackState> present) {
    /** Copies the lists. */
    public Step {
        ended = List.copyOf(ended);
        told = List.copyOf(told);
        present = List.copyOf(present);
    }
}
