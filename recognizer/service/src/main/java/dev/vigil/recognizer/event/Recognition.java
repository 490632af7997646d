package dev.vigil.recognizer.event;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The value on {@code vigil.face.recognized.v1}: what was decided about a track, and why. One episode for a track: opened,
 * updated where something material changes, closed exactly once.
 *
 * @param episode the track's id; with {@code /replayed} where kept sightings were decided once more
 * @param phase of the episode
 * @param camera where
 * @param track which
 * @param decision who, as far as it can be said
 * @param reason why
 * @param person null unless the decision names one ({@code match}, {@code uncertain}, {@code ignored})
 * @param score the best cosine, in [-1, 1]; null where nothing was searched
 * @param threshold that a match needs; null where nothing was searched
 * @param lowerThreshold below which it is unknown; null where nothing was searched
 * @param margin to the second person; null where there is none
 * @param falsePositiveRate stated for this threshold and gallery, in [0, 1]; null where nothing was searched
 * @param extrapolated whether the model's card had to be extrapolated for it
 * @param templates how many were searched
 * @param revision from 1, one more with every event of the episode
 * @param candidates the best people, best first
 * @param face the best shot; null where the track never had one
 * @param crop a small picture of the best shot; null where the policy keeps none
 * @param model which networks
 * @param timings when it passed each stage
 * @param replayed whether kept frames were run again
 */
public record Recognition(
        String episode,
        Phase phase,
        CameraRef camera,
        TrackRef track,
        Decision decision,
        Reason reason,
        @Nullable PersonRef person,
        @Nullable Float score,
        @Nullable Float threshold,
        @Nullable Float lowerThreshold,
        @Nullable Float margin,
        @Nullable Double falsePositiveRate,
        boolean extrapolated,
        int templates,
        int revision,
        List<CandidateRef> candidates,
        @Nullable FaceView face,
        @Nullable Crop crop,
        ModelRef model,
        Timings timings,
        boolean replayed) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.face.recognized.v1";

    /** Copies the candidates. */
    public Recognition {
        candidates = List.copyOf(candidates);
    }

    /** Where an episode stands. */
    public enum Phase {
        /** First decided. */
        OPENED,
        /** The decision or the best score changed materially. */
        UPDATED,
        /** The track ended. */
        CLOSED;

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A camera. */
    public record CameraRef(String id, String name) {}

    /**
     * A track.
     *
     * @param id camera / session / sequence of its first frame / index
     * @param firstSeen frame time
     * @param lastSeen frame time
     * @param frames in which the face was seen
     */
    public record TrackRef(String id, Instant firstSeen, Instant lastSeen, int frames) {}

    /** A person. */
    public record PersonRef(String id, String name, List<String> watchlists) {
        /** Copies the watchlists. */
        public PersonRef {
            watchlists = List.copyOf(watchlists);
        }
    }

    /** A person who was considered. */
    public record CandidateRef(String person, String name, float score) {}

    /**
     * The best shot.
     *
     * @param box x, y, width, height in pixels of the published frame
     * @param landmarks five points
     * @param quality of the shot
     * @param liveness how probable it is that the face is there and no picture of one, in [0, 1], as a weak network sees it (its card
     *     says how weak); in recognitions the mean of the track's shots; null where that was not asked
     */
    public record FaceView(
            List<Float> box,
            List<List<Float>> landmarks,
            QualityView quality,
            @Nullable Float liveness) {
        /**
         * Copies the lists.
         *
         * @throws NullPointerException if something but the liveness is missing
         */
        public FaceView {
            box = List.copyOf(box);
            landmarks = landmarks.stream().map(List::copyOf).toList();
            Objects.requireNonNull(quality, "quality");
        }

        /** The same with another liveness. */
        public FaceView with(@Nullable Float other) {
            return new FaceView(box, landmarks, quality, other);
        }
    }

    /** As {@code dev.vigil.vision.face.Quality}. */
    public record QualityView(
            float score, float pixels, float sharpness, float brightness, float yaw, float pitch, float roll) {}

    /**
     * A small picture.
     *
     * @param contentType {@code image/jpeg}
     * @param data base64 in JSON, at most 8 KB
     */
    public record Crop(String contentType, Base64Bytes data) {
        /**
         * Checks that both are there.
         *
         * @throws NullPointerException naming the one that is missing
         */
        public Crop {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(data, "data");
        }
    }

    /** Which networks. */
    public record ModelRef(String detector, String embedder) {
        /**
         * Checks that both are there.
         *
         * @throws NullPointerException naming the one that is missing
         */
        public ModelRef {
            Objects.requireNonNull(detector, "detector");
            Objects.requireNonNull(embedder, "embedder");
        }
    }

    /** When the deciding frame passed each stage; null where it did not. */
    public record Timings(
            @Nullable Instant capturedAt,
            @Nullable Instant publishedAt,
            @Nullable Instant seenAt,
            @Nullable Instant sightedAt,
            @Nullable Instant searchedAt,
            @Nullable Instant emittedAt) {
        /** Those that are there. */
        Stream<Instant> all() {
            return Stream.of(capturedAt, publishedAt, seenAt, sightedAt, searchedAt, emittedAt)
                    .filter(Objects::nonNull);
        }
    }
}
