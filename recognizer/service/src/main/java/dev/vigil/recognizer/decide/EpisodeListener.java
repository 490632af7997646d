package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Recognition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Is told what comes of episodes. */
interface EpisodeListener {
    /** An event of an episode; {@code trace} is the W3C trace context of what caused it, or null. */
    void recognition(Recognition recognition, Instant now, @Nullable String trace);

    /** Somebody of a watchlist is there. */
    void appearance(Appearance appearance, Instant now);
}
