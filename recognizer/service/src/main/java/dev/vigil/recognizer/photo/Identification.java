package dev.vigil.recognizer.photo;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a photo.
 *
 * @param faces each face of it, best first
 * @param templates how many were searched
 */
public record Identification(List<IdentifiedFace> faces, int templates) {
    /** Copies the faces. */
    public Identification {
        faces = List.copyOf(faces);
    }

    /** A person. */
    public record PersonView(String id, String name) {}

    /** A person who was considered; {@code score} is a cosine in [-1, 1]. */
    public record CandidateView(String person, String name, float score) {}

    /**
     * A face, and whose it is.
     *
     * @param box x, y, width, height in pixels of the upright photo
     * @param decision as the streams decide
     * @param reason why
     * @param person null unless the decision names one
     * @param score the best cosine, in [-1, 1]; null where the gallery holds nobody
     * @param threshold that a match needs; null where the gallery holds nobody
     * @param candidates the best people, best first
     */
    public record IdentifiedFace(
            List<Float> box,
            Decision decision,
            Reason reason,
            @Nullable PersonView person,
            @Nullable Float score,
            @Nullable Float threshold,
            List<CandidateView> candidates) {
        /** Copies the lists. */
        public IdentifiedFace {
            box = List.copyOf(box);
            candidates = List.copyOf(candidates);
        }
    }
}
