package dev.vigil.recognizer;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what lies on the topics whether a run is over: each camera's {@code ended} marker has come through {@code vigil-see}
 * after the last sighting of its tracks, and each track that was sighted as ended has its {@code closed} recognition. Pure: it is
 * fed with the committed records of both topics from before the run on, in any order between the topics. Not thread-safe.
 */
final class EndOfRun {
    private final Map<String, Boolean> ended = new HashMap<>();
    private final Set<String> awaitedTracks = new HashSet<>();
    private final Set<String> closedEarly = new HashSet<>();

    /** Awaits the end of these cameras. */
    EndOfRun(Set<String> cameras) {
        cameras.forEach(camera -> ended.put(camera, false));
    }

    /** A record of {@code vigil.face.sighted.v1}. */
    void sighted(@Nullable String camera, Headers headers, byte @Nullable [] value) {
        String type = EventHeaders.typeOf(headers);
        if (camera == null || !ended.containsKey(camera) || type == null) {
            return;
        }
        switch (type) {
            case CameraEvents.STARTED -> ended.put(camera, false);
            case CameraEvents.ENDED -> ended.put(camera, true);
            case Sighting.TYPE -> sighted(value);
            default -> {
                return; // nothing that ends a run
            }
        }
    }

    private void sighted(byte @Nullable [] value) {
        Sighting sighting = read(value, Sighting.class);
        if (sighting != null && sighting.phase() == Sighting.Phase.ENDED && !closedEarly.remove(sighting.track())) {
            awaitedTracks.add(sighting.track());
        }
    }

    /** A record of {@code vigil.face.recognized.v1}. */
    void recognised(@Nullable String camera, byte @Nullable [] value) {
        if (camera == null || !ended.containsKey(camera)) {
            return;
        }
        Recognition recognition = read(value, Recognition.class);
        if (recognition != null
                && recognition.phase() == Recognition.Phase.CLOSED
                && !awaitedTracks.remove(recognition.episode())) {
            closedEarly.add(recognition.episode());
        }
    }

    /** What is no such JSON is the dead-letter topic's business, and ends no track. */
    private static <T> @Nullable T read(byte @Nullable [] value, Class<T> type) {
        try {
            return value == null ? null : Json.read(value, type);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    /** Whether everything that was awaited has come. */
    boolean over() {
        return awaitedTracks.isEmpty() && awaitedCameras().isEmpty();
    }

    /** The cameras whose end has not come. */
    Set<String> awaitedCameras() {
        Set<String> awaited = new TreeSet<>();
        ended.forEach((camera, over) -> {
            if (!over) {
                awaited.add(camera);
            }
        });
        return awaited;
    }

    /** How many tracks have ended and are not closed yet. */
    int awaitedTracks() {
        return awaitedTracks.size();
    }
}
