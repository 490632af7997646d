package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How alike a probe and one person are (1:1): the probe is compared with every face of theirs of the model, and the best counts.
 *
 * @param person id
 * @param model whose embeddings were compared
 * @param score the best cosine of the person's faces, in [-1, 1]
 * @param face which
 * @param compared with how many faces
 * @param vetoed whether the probe resembles a negative example of the person at least as much: it is not them
 * @param negative the best cosine of the person's negative examples; null where they have none of the model
 * @param above whether the score reaches the request's threshold; null where it named none
 * @param faces the scores of all faces, best first; null unless an explanation was asked for
 * @param negatives the scores of all negative examples, best first; null unless an explanation was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verified(
        String person,
        String model,
        float score,
        String face,
        int compared,
        boolean vetoed,
        @Nullable Float negative,
        @Nullable Boolean above,
        @Nullable List<FaceScore> faces,
        @Nullable List<FaceScore> negatives) {
    /** Copies the lists. */
    public Verified {
        faces = faces == null ? null : List.copyOf(faces);
        negatives = negatives == null ? null : List.copyOf(negatives);
    }
}
