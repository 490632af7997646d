package dev.vigil.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a track, and why: the value of {@code vigil.face.recognized.v1}. A track is one episode: opened, updated where
 * something material changes, and closed exactly once. Scores are cosines in [-1, 1], not shares and not percentages.
 *
 * @param episode the track's id; that of a replay has its own
 * @param phase of the episode
 * @param camera where
 * @param track which face that was followed
 * @param decision who, as far as it can be said
 * @param reason why
 * @param person null unless the decision names one
 * @param score the best cosine; null where nothing was searched
 * @param threshold that a match needs; null where nothing was searched
 * @param lowerThreshold below which it is unknown; null where nothing was searched
 * @param margin to the second person; null where there is none
 * @param falsePositiveRate stated for this threshold and gallery, in [0, 1]; null where nothing was searched
 * @param extrapolated whether the model's card had to be extrapolated for it
 * @param templates how many were searched
 * @param revision from 1, one more with every event of the episode
 * @param candidates the best people, best first
 * @param face the best shot; null where the track never had one
 * @param crop a small picture of the best shot; null where none is kept
 * @param model which networks
 * @param timings when the deciding frame passed each stage
 * @param replayed whether this comes from kept events that were run again: act on none of these
 */
public record Recognition(
        String episode,
        Phase phase,
        Camera camera,
        Track track,
        Decision decision,
        Reason reason,
        @Nullable Person person,
        @Nullable Float score,
        @Nullable Float threshold,
        @Nullable Float lowerThreshold,
        @Nullable Float margin,
        @Nullable Double falsePositiveRate,
        boolean extrapolated,
        int templates,
        int revision,
        List<Candidate> candidates,
        @Nullable Face face,
        @Nullable Crop crop,
        Model model,
        Timings timings,
        boolean replayed) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.face.recognized.v1";

    /**
     * Copies the candidates.
     *
     * @throws NullPointerException naming a field that every recognition has
     */
    public Recognition {
        Objects.requireNonNull(episode, "episode");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(reason, "reason");
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(timings, "timings");
    }

    /** Where an episode stands. */
    public enum Phase {
        /** First decided. */
        OPENED,
        /** The decision or the best score changed materially. */
        UPDATED,
        /** The track ended. */
        CLOSED,
        /** A value that this version of the client does not know. */
        OTHER;

        @JsonCreator
        static Phase of(String label) {
            return Labels.of(values(), label, OTHER);
        }

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return Labels.label(this);
        }
    }

    /** Who a track is, as far as it can be said. */
    public enum Decision {
        /** This person: above the threshold, with a margin to the second. */
        MATCH,
        /** Perhaps this person. */
        UNCERTAIN,
        /** Nobody of the gallery, or too poor a picture to say. */
        UNKNOWN,
        /** A person whom the operator asked to ignore. */
        IGNORED,
        /** A value that this version of the client does not know. */
        OTHER;

        @JsonCreator
        static Decision of(String label) {
            return Labels.of(values(), label, OTHER);
        }

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return Labels.label(this);
        }
    }

    /** Why a decision is what it is. */
    public enum Reason {
        /** The best score reaches the threshold, and the second person is far enough behind. */
        ABOVE_THRESHOLD,
        /** The best score reaches the threshold, but the second person is too close. */
        SMALL_MARGIN,
        /** The best score lies between the two thresholds. */
        BETWEEN_THRESHOLDS,
        /** The best score is below the lower threshold. */
        BELOW_THRESHOLD,
        /** The gallery holds nobody. */
        EMPTY_GALLERY,
        /** No shot of the track was good enough to be searched. */
        LOW_QUALITY,
        /** The face was too small in every frame. */
        TOO_SMALL,
        /** The person is marked as ignored. */
        IGNORED_PERSON,
        /** A negative example ("this is not X") vetoed the person. */
        NEGATIVE_EXAMPLE,
        /** The face is more like a picture of a face. */
        NOT_LIVE,
        /** The gallery refused the embedding for good. */
        REFUSED_BY_GALLERY,
        /** A value that this version of the client does not know. */
        OTHER;

        @JsonCreator
        static Reason of(String label) {
            return Labels.of(values(), label, OTHER);
        }

        /** As JSON writes it, as {@code above-threshold}. */
        @JsonValue
        public String label() {
            return Labels.label(this);
        }
    }

    /** A camera. */
    public record Camera(String id, String name) {}

    /**
     * A face that was followed.
     *
     * @param id camera / session / sequence of its first frame / index
     * @param firstSeen frame time
     * @param lastSeen frame time
     * @param frames in which the face was seen
     */
    public record Track(String id, Instant firstSeen, Instant lastSeen, int frames) {}

    /** A person of the gallery, and the ids of the watchlists that they are on. */
    public record Person(String id, String name, List<String> watchlists) {
        /** Copies the watchlists. */
        public Person {
            watchlists = List.copyOf(watchlists);
        }
    }

    /** A person who was considered, by id. */
    public record Candidate(String person, String name, float score) {}

    /**
     * The best shot.
     *
     * @param box x, y, width, height in pixels of the published frame
     * @param landmarks five points, each x, y: eyes, nose, corners of the mouth
     * @param quality of the shot
     * @param liveness how probable it is that the face is there and no picture of one, in [0, 1]; null where that was not asked
     */
    public record Face(
            List<Float> box,
            List<List<Float>> landmarks,
            Quality quality,
            @Nullable Float liveness) {
        /** Copies the lists. */
        public Face {
            box = List.copyOf(box);
            landmarks = landmarks.stream().map(List::copyOf).toList();
        }
    }

    /**
     * How good a shot is.
     *
     * @param score all of it together, in [0, 1]
     * @param pixels between the eyes
     * @param sharpness higher is sharper
     * @param brightness in [0, 1]
     * @param yaw degrees
     * @param pitch degrees
     * @param roll degrees
     */
    public record Quality(
            float score, float pixels, float sharpness, float brightness, float yaw, float pitch, float roll) {}

    /**
     * A small picture.
     *
     * @param contentType {@code image/jpeg}
     * @param data base64
     */
    public record Crop(String contentType, String data) {
        /**
         * The picture itself.
         *
         * @throws IllegalArgumentException if it is no base64
         */
        public byte[] bytes() {
            return Base64.getDecoder().decode(data);
        }
    }

    /** Which networks looked. */
    public record Model(String detector, String embedder) {}

    /** When the deciding frame passed each stage; null where it did not. */
    public record Timings(
            @Nullable Instant capturedAt,
            @Nullable Instant publishedAt,
            @Nullable Instant seenAt,
            @Nullable Instant sightedAt,
            @Nullable Instant searchedAt,
            @Nullable Instant emittedAt) {}

    /** The labels of enumerations: a reader of today passes over the values of tomorrow. */
    private static final class Labels {
        static <E extends Enum<E>> E of(E[] values, String label, E other) {
            for (E value : values) {
                if (label(value).equals(label)) {
                    return value;
                }
            }
            return other;
        }

        static String label(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
