package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * A sighting that waits for the gallery. Kept in a store with changelog; a later one of the same track takes its place.
 *
 * @param sighting the latest of its track
 * @param partition of the topic of sightings where it lies
 * @param offset where it lies
 * @param trace W3C trace context of its frame, or null
 */
record Pending(
        Sighting sighting,
        int partition,
        long offset,
        @Nullable String trace) {}
