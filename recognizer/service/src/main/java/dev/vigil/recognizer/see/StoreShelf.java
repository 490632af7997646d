package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Shot;
import dev.vigil.recognizer.track.ShotShelf;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The shelf of shots over a store. Changes lie in memory until {@link #flush}, so that a frame that fails half way leaves the store
 * as it was.
 */
final class StoreShelf implements ShotShelf {
    private final KeyValueStore<String, Shot> store;
    private final Map<String, Optional<Shot>> changes = new HashMap<>();

    StoreShelf(KeyValueStore<String, Shot> store) {
        this.store = store;
    }

    private static String key(String track, int number) {
        return track + "#" + number;
    }

    @Override
    public Shot get(String track, int number) {
        String key = key(track, number);
        Optional<Shot> changed = changes.get(key);
        Optional<Shot> shot = changed != null ? changed : Optional.ofNullable(store.get(key));
        return shot.orElseThrow(() -> new IllegalStateException("The shot " + key + " is not in its store."));
    }

    @Override
    public void put(String track, Shot shot) {
        changes.put(key(track, shot.number()), Optional.of(shot));
    }

    @Override
    public void remove(String track, int number) {
        changes.put(key(track, number), Optional.empty());
    }

    void flush() {
        changes.forEach((key, shot) -> {
            if (shot.isPresent()) {
                store.put(key, shot.get());
            } else {
                store.delete(key);
            }
        });
        changes.clear();
    }
}
