package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Shot;
import dev.vigil.recognizer.track.ShotShelf;
import java.util.HashMap;
import java.util.Map;

/** A shelf in memory, for clips that are watched without a store. For one thread. */
final class MapShelf implements ShotShelf {
    private final Map<String, Shot> shots = new HashMap<>();

    private static String key(String track, int number) {
        return track + "#" + number;
    }

    @Override
    public Shot get(String track, int number) {
        Shot shot = shots.get(key(track, number));
        if (shot == null) {
            throw new IllegalStateException("The shot " + key(track, number) + " is not on the shelf.");
        }
        return shot;
    }

    @Override
    public void put(String track, Shot shot) {
        shots.put(key(track, shot.number()), shot);
    }

    @Override
    public void remove(String track, int number) {
        shots.remove(key(track, number));
    }
}
