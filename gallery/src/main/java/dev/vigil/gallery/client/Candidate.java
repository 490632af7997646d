package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person who resembles a probe.
 *
 * @param person id
 * @param name what people call them
 * @param watchlists ids
 * @param ignored whether the operator asked to ignore them
 * @param face the id of the template that scored best
 * @param score the best cosine of the person's templates, in [-1, 1]
 * @param vetoed whether the probe resembles a negative example of the person at least as much: it is not them
 * @param negative the best cosine of the person's negative examples; null where they have none of the model
 * @param above whether the score reaches the request's threshold; null where it named none
 * @param faces the scores of all their faces, best first; null unless an explanation was asked for
 * @param negatives the scores of all their negative examples, best first; null unless an explanation was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Candidate(
        String person,
        String name,
        List<String> watchlists,
        boolean ignored,
        String face,
        float score,
        boolean vetoed,
        @Nullable Float negative,
        @Nullable Boolean above,
        @Nullable List<FaceScore> faces,
        @Nullable List<FaceScore> negatives) {
    /** Copies the lists. */
    public Candidate {
        watchlists = List.copyOf(watchlists);
        faces = faces == null ? null : List.copyOf(faces);
        negatives = negatives == null ? null : List.copyOf(negatives);
    }

    /** Somebody without negative examples. */
    public Candidate(String person, String name, List<String> watchlists, boolean ignored, String face, float score) {
        this(person, name, watchlists, ignored, face, score, false, null, null, null, null);
    }
}
