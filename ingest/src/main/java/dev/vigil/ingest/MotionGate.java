package dev.vigil.ingest;

import dev.vigil.ingest.source.GreyPicture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out pictures on which nothing has moved since the last one that was let through. Compared with that one, not with the one
 * before, what moves slowly is seen too. For one thread and one session.
 */
final class MotionGate {
    private final MotionConfig config;
    private final Duration keepAlive;
    private @Nullable GreyPicture last;
    private Duration begun = Duration.ZERO;
    private Duration lastAt = Duration.ZERO;
    private @Nullable Duration movedAt;

    MotionGate(MotionConfig config) {
        this.config = config;
        this.keepAlive = Duration.ofNanos(Math.round(1e9 / config.keepAlive()));
    }

    /** Whether the picture of this time is to be published. */
    boolean admits(GreyPicture picture, Duration at) {
        if (last == null) {
            begun = at;
        } else if (picture.changed(last, config.difference()) >= config.area()) {
            movedAt = at;
        }
        boolean warm = last == null || at.minus(begun).compareTo(config.warmUp()) < 0;
        boolean moving = movedAt != null && at.minus(movedAt).compareTo(config.hold()) <= 0;
        boolean due = at.minus(lastAt).compareTo(keepAlive) >= 0;
        if (!warm && !moving && !due) {
            return false;
        }
        last = picture;
        lastAt = at;
        return true;
    }
}
