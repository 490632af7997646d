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
 * @param stay what came after it and only says that the track is still there, or null: who that is, the answer tells first
 */
record Pending(
        Sighting sighting,
        int partition,
        long offset,
        @Nullable String trace,
        @Nullable Stay stay) {
    /**
     * Somebody is still there.
     *
     * @param sighting of the phase {@code present}, the latest
     * @param offset where it lies, on the same partition
     * @param trace W3C trace context of its frame, or null
     */
    record Stay(Sighting sighting, long offset, @Nullable String trace) {}

    /** Where the sighting lies. */
    Appearance.Place place() {
        return new Appearance.Place(partition, offset);
    }

    /** The same, and its track is still there. */
    Pending staying(Sighting present, long at, @Nullable String of) {
        return new Pending(sighting, partition, offset, trace, new Stay(present, at, of));
    }
}
