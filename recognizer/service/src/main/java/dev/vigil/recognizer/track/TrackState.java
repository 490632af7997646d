package dev.vigil.recognizer.track;

import dev.vigil.vision.face.Box;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a track, but for its shots, which lie under their own keys.
 *
 * @param id camera / session / sequence of its first frame / index
 * @param motion where it goes
 * @param sight where it was seen
 * @param evidence which shots are kept
 * @param told what has been said of it
 */
public record TrackState(String id, Motion motion, Sight sight, Evidence evidence, Told told) {
    /**
     * Where it was seen.
     *
     * @param box last, in pixels
     * @param patch the face then, very small
     * @param firstSeen frame time
     * @param lastSeen frame time
     * @param sequence of the frame in which it was last seen
     * @param frames in how many
     * @param everLarge whether it was ever large enough
     * @param sureAt frame time when the detector was last sure of it; null where that was {@code lastSeen} (also as kept by
     *     versions that knew no weak detections)
     */
    public record Sight(
            Box box,
            Grey patch,
            Instant firstSeen,
            Instant lastSeen,
            long sequence,
            int frames,
            boolean everLarge,
            @Nullable Instant sureAt) {
        /** When the detector was last sure of it. */
        Instant lastSure() {
            return sureAt == null ? lastSeen : sureAt;
        }
    }

    /**
     * Which shots are kept.
     *
     * @param shots by falling quality; of a track that was never embedded, its best poor look
     * @param next number of the next shot
     * @param version of the fused embedding; 0 where there is none
     * @param embeddedAt frame time of the last embedding; null where there is none
     */
    public record Evidence(
            List<ShotRef> shots,
            int next,
            int version,
            @Nullable Instant embeddedAt) {
        /** Nothing yet. */
        public static final Evidence NONE = new Evidence(List.of(), 0, 0, null);

        /** Copies the shots. */
        public Evidence {
            shots = List.copyOf(shots);
        }

        /** Whether a shot was good enough to be embedded. */
        public boolean embedded() {
            return version > 0;
        }

        /** Of the best shot, in [0, 1]; -1 where there is none. */
        public float best() {
            return shots.isEmpty() ? -1 : shots.get(0).quality();
        }
    }

    /**
     * A shot under its own key.
     *
     * @param number in its track
     * @param quality in [0, 1]
     */
    public record ShotRef(int number, float quality) {}

    /**
     * What has been said of the track.
     *
     * @param revision of the last sighting; 0 where there is none
     * @param evidence its version
     * @param quality of the best shot then
     * @param at frame time; null where there is none
     * @param presentAt frame time at which it was last told that it is still there; null where that was at {@code at}
     */
    public record Told(
            int revision,
            int evidence,
            float quality,
            @Nullable Instant at,
            @Nullable Instant presentAt) {
        /** Nothing yet. */
        public static final Told NOTHING = new Told(0, 0, 0, null, null);

        Told present(Instant now) {
            return new Told(revision, evidence, quality, at, now);
        }

        /** When anything was last said of it; null where nothing was. */
        @Nullable
        Instant last() {
            return presentAt == null ? at : presentAt;
        }
    }

    /** A face that is seen for the first time. */
    static TrackState begin(String id, Observation seen, Observation.SeenFace face, boolean large) {
        Sight sight = new Sight(face.face().box(), face.patch(), seen.at(), seen.at(), seen.sequence(), 1, large, null);
        return new TrackState(id, Motion.first(face.face().box()), sight, Evidence.NONE, Told.NOTHING);
    }

    /** The face seen again. */
    TrackState seenAgain(Observation seen, Observation.SeenFace face, boolean large) {
        Box box = face.face().box();
        Sight next = new Sight(
                box,
                face.patch(),
                sight.firstSeen,
                later(seen.at()),
                seen.sequence(),
                sight.frames + 1,
                sight.everLarge || large,
                null);
        return new TrackState(id, motion.after(secondsSince(seen.at())).measured(box), next, evidence, told);
    }

    /** The face seen again, half covered or in bad light: it says where it is, and no more. */
    TrackState seenWeakly(Observation seen, Observation.SeenFace face) {
        Box box = face.face().box();
        Sight next = new Sight(
                box,
                sight.patch,
                sight.firstSeen,
                later(seen.at()),
                seen.sequence(),
                sight.frames + 1,
                sight.everLarge,
                sight.lastSure());
        return new TrackState(id, motion.after(secondsSince(seen.at())).measuredLoosely(box), next, evidence, told);
    }

    private Instant later(Instant at) {
        return at.isAfter(sight.lastSeen) ? at : sight.lastSeen;
    }

    TrackState with(Evidence other) {
        return new TrackState(id, motion, sight, other, told);
    }

    TrackState with(Told other) {
        return new TrackState(id, motion, sight, evidence, other);
    }

    /** From when the detector was last sure of it to {@code at}, never negative. */
    double secondsSinceSure(Instant at) {
        return Math.max(0, Duration.between(sight.lastSure(), at).toNanos() / 1e9);
    }

    /** From when it was last seen to {@code at}, never negative. */
    double secondsSince(Instant at) {
        return Math.max(0, Duration.between(sight.lastSeen, at).toNanos() / 1e9);
    }
}
