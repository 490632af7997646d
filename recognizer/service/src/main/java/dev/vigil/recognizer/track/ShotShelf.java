package dev.vigil.recognizer.track;

import java.util.List;

/** Where the shots of tracks are kept, each under its own key. */
public interface ShotShelf {
    /**
     * One shot.
     *
     * @throws IllegalStateException if it is not there: a track's state names only what is
     */
    Shot get(String track, int number);

    /** Puts it there. */
    void put(String track, Shot shot);

    /** Takes it away. */
    void remove(String track, int number);

    /** The shots that are kept of a track, best first. */
    default List<Shot> of(TrackState track) {
        return track.evidence().shots().stream()
                .map(ref -> get(track.id(), ref.number()))
                .toList();
    }

    /** Takes all shots of a track away. */
    default void removeAll(TrackState track) {
        track.evidence().shots().forEach(ref -> remove(track.id(), ref.number()));
    }
}
