package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.event.EventHeaders;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of a watchlist was seen: what goes from the stage that decides to the one that raises alerts, by watchlist, person and
 * group of cameras.
 *
 * @param terms of the watchlist
 * @param group of cameras that share a cool-down
 * @param since frame time from which on the track's face is known to be the person's
 * @param until frame time up to which it has been seen
 * @param toldAt wall-clock time of the sighting that tells it: the same when it is read again
 * @param place where that sighting lies: greater offsets are told later, whatever the clocks say
 * @param first whether this is the first that is said of it
 * @param recognition what was decided, with the timings of the latest frame that was told of
 * @param clock whose time the frames bear
 * @param trace W3C trace context of the frame, or null
 */
record Appearance(
        AlertTerms terms,
        String group,
        Instant since,
        Instant until,
        Instant toldAt,
        Place place,
        boolean first,
        Recognition recognition,
        String clock,
        @Nullable String trace) {
    /** Where a sighting lies on its topic. */
    record Place(int partition, long offset) {}

    /**
     * Checks what it is judged by.
     *
     * @throws IllegalArgumentException if it is nobody's, or a time is of no year of four digits
     * @throws NullPointerException naming a field that is missing
     */
    Appearance {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(place, "place");
        if (recognition.person() == null || recognition.person().id() == null) {
            throw new IllegalArgumentException("An appearance is somebody's.");
        }
        Objects.requireNonNull(recognition.camera().id(), "camera");
        Objects.requireNonNull(recognition.episode(), "episode");
        Objects.requireNonNull(recognition.timings(), "timings");
        if (!Stream.of(since, until, toldAt).allMatch(EventHeaders::isRfc3339)) {
            throw new IllegalArgumentException("An appearance's times are of years of four digits.");
        }
    }

    /** Equal for what one cool-down is about. */
    String key() {
        return terms.watchlist() + "/" + person() + "/" + group;
    }

    String person() {
        return Objects.requireNonNull(recognition.person()).id();
    }
}
