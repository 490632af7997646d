package dev.vigil.ingest;

import dev.vigil.ingest.event.FrameClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each frame of a session its time: the camera's own where it tells it and its clock is not far from ours, else the origin of
 * the source's time plus the frame's time in it. Times never go back within a session. For one thread.
 */
final class FrameTimes {
    /** A camera whose clock is further off has not been set: its time would put events into another year. */
    static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** Less than this is the jitter of a network, and levelled out. */
    private static final Duration JITTER = Duration.ofMillis(500);

    /** Clocks of machines are set by steps of more; what is less is slewed. */
    private static final Duration STEP = Duration.ofSeconds(2);

    /** How much one frame says about the drift: the delay of the network differs from frame to frame. */
    private static final double WEIGHT = 0.1;

    private static final Duration TICK = Duration.ofMillis(1);

    private final Instant origin;
    private final FrameClock clock;
    private final boolean cameraWanted;
    private final InstantSource now;
    private @Nullable Instant latest;
    private @Nullable Boolean trusted;
    private @Nullable Double driftSeconds;

    /**
     * For one session.
     *
     * @param origin when the source's time was zero
     * @param clock of the source
     * @param cameraWanted whether the camera's own time is used at all
     * @param now this machine's clock
     */
    FrameTimes(Instant origin, FrameClock clock, boolean cameraWanted, InstantSource now) {
        this.origin = origin;
        this.clock = clock;
        this.cameraWanted = cameraWanted;
        this.now = now;
    }

    /** A time, and whose it is. */
    record Time(Instant at, FrameClock clock) {}

    /**
     * The time of a frame that was read {@code at} after the origin; empty where a clock was set, or the camera's became known and is
     * behind, so that this session can't go on: its times would jump.
     */
    Optional<Time> of(Duration at, @Nullable Instant cameraTime) {
        Instant read = origin.plus(at);
        if (clock == FrameClock.READING
                && Duration.between(read, now.instant()).abs().compareTo(STEP) > 0) {
            return Optional.empty();
        }
        boolean camera = cameraTime != null && trusts(Duration.between(read, cameraTime));
        Instant own = camera && cameraTime != null ? cameraTime : read;
        if (latest != null && !own.isAfter(latest)) {
            if (Duration.between(own, latest).compareTo(JITTER) > 0) {
                return Optional.empty();
            }
            own = latest.plus(TICK);
        }
        latest = own;
        return Optional.of(new Time(own, camera ? FrameClock.RTP : clock));
    }

    private boolean trusts(Duration difference) {
        double seconds = difference.toNanos() / 1e9;
        driftSeconds = driftSeconds == null ? seconds : driftSeconds + WEIGHT * (seconds - driftSeconds);
        Duration most = trusted == null ? TOLERANCE : TOLERANCE.multipliedBy(2);
        trusted = cameraWanted
                && !Boolean.FALSE.equals(trusted)
                && difference.abs().compareTo(most) <= 0;
        return trusted;
    }

    /** How far the camera's clock is ahead of the time of reading, smoothed; null where it tells no time. */
    @Nullable
    Double driftSeconds() {
        return driftSeconds;
    }

    /** The latest time that was given; before any, the present as the source counts it. */
    Instant latest() {
        return latest == null ? origin : latest;
    }
}
