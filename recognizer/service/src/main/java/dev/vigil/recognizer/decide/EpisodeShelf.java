package dev.vigil.recognizer.decide;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Where the episodes of tracks that go on are kept, each by its track. */
interface EpisodeShelf {
    /** That of a track; null where there is none. */
    @Nullable
    Episode get(String track);

    /** Puts it there, or in the place of the one before. */
    void put(String track, Episode episode);

    /** Takes it away. */
    void delete(String track);

    /** Kept by a stream. */
    static EpisodeShelf of(KeyValueStore<String, Episode> store) {
        return new EpisodeShelf() {
            @Override
            public @Nullable Episode get(String track) {
                return store.get(track);
            }

            @Override
            public void put(String track, Episode episode) {
                store.put(track, episode);
            }

            @Override
            public void delete(String track) {
                store.delete(track);
            }
        };
    }

    /** Kept in memory. */
    static EpisodeShelf inMemory() {
        Map<String, Episode> episodes = new HashMap<>();
        return new EpisodeShelf() {
            @Override
            public @Nullable Episode get(String track) {
                return episodes.get(track);
            }

            @Override
            public void put(String track, Episode episode) {
                episodes.put(track, episode);
            }

            @Override
            public void delete(String track) {
                episodes.remove(track);
            }
        };
    }
}
