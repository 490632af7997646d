package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.Tracks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the stream knows of a camera, but for the shots of its tracks. Kept in a store with changelog, written once a record.
 *
 * @param session the current one, or the last
 * @param lastSequence of its frames so far; one less than its first before that
 * @param over whether it has ended
 * @param past sessions before it, newest first: what still comes of them comes too late
 * @param clock label of whose time its frames bear
 * @param tracks open ones
 * @param tally what became of its frames since the last account
 * @param heardAt wall-clock time of the last record
 * @param offset of the last record
 * @param model which networks the open tracks were seen with; null where that was not noted yet
 * @param calm what the motion gate remembers; null where it has seen nothing, or there is none
 */
record CameraState(
        String session,
        long lastSequence,
        boolean over,
        List<String> past,
        String clock,
        Tracks tracks,
        Tally tally,
        Instant heardAt,
        long offset,
        Recognition.@Nullable ModelRef model,
        MotionGate.@Nullable Memory calm) {
    private static final int REMEMBERED_SESSIONS = 16;

    CameraState {
        past = List.copyOf(past);
    }

    /** A camera, or a session of one, whose next frame bears {@code next}. */
    static CameraState begin(String session, long next, List<String> past, FrameClock clock, Instant now) {
        return new CameraState(
                session, next - 1, false, past, clock.label(), Tracks.NONE, Tally.from(next, now), now, -1, null, null);
    }

    /** The next session of the same camera. */
    CameraState succeededBy(String next, long sequence, FrameClock nextClock, Instant now) {
        List<String> sessions = new ArrayList<>(past);
        sessions.add(0, session);
        if (sessions.size() > REMEMBERED_SESSIONS) {
            sessions.remove(REMEMBERED_SESSIONS);
        }
        return begin(next, sequence, sessions, nextClock, now);
    }

    /** Why this frame of the current session, or of one that is over, is not looked at; empty where it is. */
    Optional<SkipReason> skip(FrameHeaders frame, Instant now, Duration maxAge) {
        if (past.contains(frame.session()) || (over && session.equals(frame.session()))) {
            return Optional.of(SkipReason.SESSION_OVER);
        }
        if (frame.sequence() <= lastSequence) {
            return Optional.of(SkipReason.DUPLICATE);
        }
        return stale(frame, now, maxAge) ? Optional.of(SkipReason.STALE) : Optional.empty();
    }

    /** Whether a frame is a live camera's, and was published too long ago to be of use. */
    static boolean stale(FrameHeaders frame, Instant now, Duration maxAge) {
        return frame.clock() != FrameClock.MEDIA
                && Duration.between(frame.event().time(), now).compareTo(maxAge) > 0;
    }

    /** A frame came; the numbers before it that never came are counted. */
    CameraState reached(long sequence) {
        return reached(sequence, sequence - lastSequence - 1);
    }

    /** The session is over, and its next frame would have borne {@code next}; the numbers before it that never came are counted. */
    CameraState missedUntil(long next) {
        return next - 1 <= lastSequence ? this : reached(next - 1, next - 1 - lastSequence);
    }

    private CameraState reached(long sequence, long missing) {
        Tally counted = missing > 0 ? tally.plusDropped(missing) : tally;
        return new CameraState(session, sequence, over, past, clock, tracks, counted, heardAt, offset, model, calm);
    }

    CameraState with(Tally other) {
        return new CameraState(session, lastSequence, over, past, clock, tracks, other, heardAt, offset, model, calm);
    }

    CameraState with(Tracks other) {
        return new CameraState(session, lastSequence, over, past, clock, other, tally, heardAt, offset, model, calm);
    }

    CameraState with(Recognition.ModelRef other) {
        return new CameraState(session, lastSequence, over, past, clock, tracks, tally, heardAt, offset, other, calm);
    }

    CameraState with(MotionGate.@Nullable Memory other) {
        return new CameraState(session, lastSequence, over, past, clock, tracks, tally, heardAt, offset, model, other);
    }

    CameraState heard(Instant now, long at) {
        return new CameraState(session, lastSequence, over, past, clock, tracks, tally, now, at, model, calm);
    }

    CameraState ended() {
        return new CameraState(session, lastSequence, true, past, clock, tracks, tally, heardAt, offset, model, calm);
    }
}
