package dev.vigil.recognizer.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.event.EventHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The value on {@code vigil.face.sighted.v1}: what a track has shown so far. A sighting of a track that goes on asks who it is, at
 * most three times in the track's life; {@code present} says every few seconds that it is still there, and shows nothing new: where
 * nobody was found, the last question is asked again, since somebody may have been enrolled; the one that ends it comes exactly once,
 * for the never embedded too. On the same topic and keys lie the camera markers, forwarded as they came, with an empty value: the
 * marker of a session's end follows the {@code ended} sightings of all its tracks.
 *
 * @param track its id: camera / session / sequence of its first frame / index
 * @param phase what is said of it
 * @param revision from 1, one more with every question and with the end; of {@code present} that of the last question
 * @param evidence version of the embedding, 0 where there is none, as in {@code present}: the same number is the same embedding
 * @param camera its id, the record's key
 * @param session of the camera
 * @param sequence of the frame in which the face was last seen, not negative
 * @param clock whose time the frames bear: {@code rtp}, {@code reading}, {@code media}
 * @param firstSeen frame time
 * @param lastSeen frame time
 * @param frames in which the face was seen, at least 1
 * @param ending why it ended; null while it goes on
 * @param rejected why it was never embedded ({@code too-small}, {@code low-quality}); null where it was, and in {@code present}
 * @param shots the best ones, best first; at least one
 * @param crop a small picture of the best shot; null where the policy keeps none, and in {@code present}
 * @param embedding of all shots together, weighted by quality; null where none was good enough, and in {@code present}
 * @param model which networks
 * @param shadow of all shots together by a second embedder, where one is compared; null else, and in {@code present}
 * @param timings of the newest shot's frame; of {@code present} those of the frame in which it is
 * @param replayed whether kept frames were run again
 */
public record Sighting(
        String track,
        Phase phase,
        int revision,
        int evidence,
        String camera,
        String session,
        long sequence,
        String clock,
        Instant firstSeen,
        Instant lastSeen,
        int frames,
        @Nullable Ending ending,
        @Nullable Reason rejected,
        List<ShotView> shots,
        Recognition.@Nullable Crop crop,
        @Nullable Embedding embedding,
        Recognition.ModelRef model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShadowEmbedding shadow,
        Recognition.Timings timings,
        boolean replayed) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.face.sighted.v1";

    /**
     * Copies the shots and checks what belongs together.
     *
     * @throws IllegalArgumentException in one sentence, if the fields contradict each other
     * @throws NullPointerException naming a field that is missing
     */
    public Sighting {
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(firstSeen, "firstSeen");
        Objects.requireNonNull(lastSeen, "lastSeen");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(timings, "timings");
        shots = List.copyOf(Objects.requireNonNull(shots, "shots"));
        require(
                Stream.concat(
                                Stream.of(firstSeen, lastSeen),
                                Stream.concat(shots.stream().map(ShotView::capturedAt), timings.all()))
                        .allMatch(EventHeaders::isRfc3339),
                "A sighting's times are of years of four digits.");
        require(revision > 0 && frames > 0 && sequence >= 0, "A sighting counts its revisions and frames from 1.");
        require(!shots.isEmpty(), "A sighting has at least one shot.");
        require(phase != Phase.ENDED || ending != null, "A sighting that ends a track says why it ended.");
        require(phase != Phase.SHOT || embedding != null, "A sighting that asks who it is has an embedding.");
        require(
                phase == Phase.PRESENT
                        ? embedding == null && rejected == null
                        : (embedding == null) == (rejected != null),
                "A sighting has either an embedding or why it has none, and neither where it only says who is present.");
        require(
                (embedding == null) == (evidence == 0),
                "A sighting's evidence is 0 exactly where it has no embedding.");
    }

    /** The CloudEvents id of the sighting: the same on every run over the same frames. */
    public String eventId() {
        return track + "/" + phase.label() + "/" + (phase == Phase.PRESENT ? sequence : revision);
    }

    /** The mean liveness of the shots that have one, in [0, 1]; null where none has. */
    public @Nullable Float liveness() {
        OptionalDouble mean = shots.stream()
                .map(shot -> shot.face().liveness())
                .filter(Objects::nonNull)
                .mapToDouble(Float::doubleValue)
                .average();
        return mean.isPresent() ? (float) mean.getAsDouble() : null;
    }

    /** The same, run again. */
    public Sighting again() {
        return new Sighting(
                track, phase, revision, evidence, camera, session, sequence, clock, firstSeen, lastSeen, frames, ending,
                rejected, shots, crop, embedding, model, shadow, timings, true);
    }

    /** The same question, of a track that {@code present} says is still there. */
    public Sighting seenAgain(Sighting present) {
        return new Sighting(
                track,
                phase,
                revision,
                evidence,
                camera,
                session,
                present.sequence,
                clock,
                firstSeen,
                present.lastSeen,
                present.frames,
                ending,
                rejected,
                shots,
                crop,
                embedding,
                model,
                shadow,
                present.timings,
                replayed);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** What a sighting says of its track. */
    public enum Phase {
        /** It has shown something worth asking the gallery about, and goes on. */
        SHOT,
        /** It was told of before, and is still there. */
        PRESENT,
        /** It is over. */
        ENDED;

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a track ended. */
    public enum Ending {
        /** Its face was missing for too long, in frame time. */
        GAP,
        /** The scene was cut. */
        CUT,
        /** Another face stood in its place. */
        SPLIT,
        /** The camera's session ended. */
        CAMERA_ENDED,
        /** The camera began a new session. */
        NEW_SESSION,
        /** The recognizer looks with another embedder from now on. */
        NEW_MODEL,
        /** The camera has been silent for a minute of wall-clock time. */
        SILENCE;

        /** As JSON writes it, as {@code new-session}. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One good look at the face.
     *
     * @param sequence of its frame
     * @param capturedAt frame time
     * @param face where and how good
     */
    public record ShotView(long sequence, Instant capturedAt, Recognition.FaceView face) {
        /**
         * Checks that all is there.
         *
         * @throws NullPointerException naming what is missing
         */
        public ShotView {
            Objects.requireNonNull(capturedAt, "capturedAt");
            Objects.requireNonNull(face, "face");
        }
    }
}
