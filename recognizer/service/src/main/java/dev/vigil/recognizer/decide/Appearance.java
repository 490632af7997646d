package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Recognition;
import java.time.Instant;
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
        boolean first,
        Recognition recognition,
        String clock,
        @Nullable String trace) {
    /** Equal for what one cool-down is about. */
    String key() {
        return terms.watchlist() + "/" + person() + "/" + group;
    }

    String person() {
        Recognition.PersonRef person = recognition.person();
        if (person == null) {
            throw new IllegalStateException("An appearance is somebody's.");
        }
        return person.id();
    }
}
