package dev.vigil.recognizer.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The sightings that wait for the gallery, in the order in which they came: who was seen first is decided first, also where many wait
 * after an outage, since the chains of alerts go by it. Kept in a store by track; the order is in memory, and made anew from the store
 * where a task begins. For its stream thread.
 */
final class Waiting {
    private final KeyValueStore<String, Pending> store;
    private final TreeMap<String, TreeMap<Long, String>> order = new TreeMap<>();

    /** Of a task whose store has been restored. */
    Waiting(KeyValueStore<String, Pending> store) {
        this.store = store;
        try (KeyValueIterator<String, Pending> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Pending> each = all.next();
                enter(each.key, each.value);
            }
        }
    }

    /** What waits of a track, or null. */
    @Nullable
    Pending of(String track) {
        return store.get(track);
    }

    /** Waits in place of what waited of the same track. */
    void put(Pending pending) {
        String track = pending.sighting().track();
        remove(track);
        store.put(track, pending);
        enter(track, pending);
    }

    /** Nothing waits of this track any more. */
    void remove(String track) {
        Pending before = store.delete(track);
        if (before != null) {
            TreeMap<Long, String> tracks = Objects.requireNonNull(order.get(model(before)));
            tracks.remove(before.offset());
            if (tracks.isEmpty()) {
                order.remove(model(before));
            }
        }
    }

    /** The embedders whose embeddings wait, that of the first one first: what a camera was seen with before comes before. */
    List<String> models() {
        return order.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getValue().firstKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** At most {@code most} of those with this embedder's embeddings, the first ones. */
    List<Pending> first(String model, int most) {
        List<Pending> first = new ArrayList<>();
        for (String track : order.getOrDefault(model, new TreeMap<>()).values()) {
            if (first.size() == most) {
                break;
            }
            first.add(Objects.requireNonNull(store.get(track), "the order is the store's"));
        }
        return first;
    }

    private void enter(String track, Pending pending) {
        order.computeIfAbsent(model(pending), model -> new TreeMap<>()).put(pending.offset(), track);
    }

    private static String model(Pending pending) {
        return pending.sighting().model().embedder();
    }
}
