package dev.vigil.recognizer.photo;

import dev.vigil.recognizer.decide.Verdict;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition.CandidateRef;
import dev.vigil.recognizer.event.Recognition.PersonRef;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Quality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a photo.
 *
 * @param faces each face of it, best first
 */
public record Identification(List<IdentifiedFace> faces) {
    /** Copies the faces. */
    public Identification {
        faces = List.copyOf(faces);
    }

    /**
     * A face, and whose it is. Fields as in {@link dev.vigil.recognizer.event.Recognition}.
     *
     * @param box x, y, width, height in pixels of the upright photo
     * @param decision who
     * @param reason why
     * @param person null unless the decision names one
     * @param score the best cosine, in [-1, 1]; null where nothing was found
     * @param threshold of a match; null where nothing was searched
     * @param lowerThreshold of uncertain; null where nothing was searched
     * @param margin to the second person; null where there is none
     * @param falsePositiveRate that the threshold stands for; null where nothing was searched
     * @param extrapolated whether the model's card had to be extrapolated
     * @param templates how many were searched
     * @param candidates the best people, best first
     * @param quality of the picture of the face
     */
    public record IdentifiedFace(
            List<Float> box,
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
            List<CandidateRef> candidates,
            Quality quality) {
        /** Copies the lists. */
        public IdentifiedFace {
            box = List.copyOf(box);
            candidates = List.copyOf(candidates);
        }

        static IdentifiedFace of(Face face, Verdict verdict) {
            return new IdentifiedFace(
                    FaceView.box(face.box()),
                    verdict.decision(),
                    verdict.reason(),
                    verdict.person(),
                    verdict.score(),
                    verdict.threshold(),
                    verdict.lowerThreshold(),
                    verdict.margin(),
                    verdict.falsePositiveRate(),
                    verdict.extrapolated(),
                    verdict.templates(),
                    verdict.candidates(),
                    face.quality());
        }
    }
}
