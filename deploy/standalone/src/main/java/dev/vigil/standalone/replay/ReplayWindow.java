package dev.vigil.standalone.replay;

import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.Set;

/**
 * Which tracks are decided once more: those that began in this time, whole, as far as they have gone.
 *
 * @param from frame time
 * @param to frame time, exclusive
 * @param cameras their ids; empty for all
 */
public record ReplayWindow(Instant from, Instant to, Set<String> cameras) {
    /**
     * Checks the order.
     *
     * @throws UserError if nothing can lie between
     */
    public ReplayWindow {
        cameras = Set.copyOf(cameras);
        if (!from.isBefore(to)) {
            throw new UserError("--from is " + from + ", which is not before " + to + ": name an earlier time.");
        }
    }

    /** Whether the sighting's camera is asked for. */
    boolean watches(String camera) {
        return cameras.isEmpty() || cameras.contains(camera);
    }

    /** Whether the sighting's track is one of these. */
    boolean has(Sighting sighting) {
        return watches(sighting.camera())
                && !sighting.firstSeen().isBefore(from)
                && sighting.firstSeen().isBefore(to);
    }
}
