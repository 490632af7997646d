package dev.vigil.gallery.server;

import dev.vigil.gallery.client.FaceScore;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.search.StoredFace;
import dev.vigil.runtime.embedding.Embedding;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How alike a probe and everything that the gallery holds of one person are.
 *
 * <p>A negative example vetoes the person where the probe resembles it at least as much as the best of the person's own faces: the
 * nearest of all labelled examples says "not them". There is no least score beside it: a veto matters only where the person's
 * score reaches a decision's threshold, and then the negative's does too.
 *
 * @param faces of the model, best first
 * @param negatives of the model, best first
 */
record Likeness(List<FaceScore> faces, List<FaceScore> negatives) {
    private static final Comparator<FaceScore> BEST_FIRST =
            Comparator.comparingDouble(FaceScore::score).reversed().thenComparing(FaceScore::face);

    /** Compares; embeddings of other models, and of other dimensions, are left out. */
    static Likeness of(Embedding probe, String model, List<StoredFace> faces, List<Negative> negatives) {
        return new Likeness(
                faces.stream()
                        .filter(face -> comparable(probe, model, face.model(), face.embedding()))
                        .map(face -> new FaceScore(face.face(), cosine(probe, face.embedding())))
                        .sorted(BEST_FIRST)
                        .toList(),
                negatives.stream()
                        .filter(negative -> comparable(probe, model, negative.model(), negative.embedding()))
                        .map(negative -> new FaceScore(negative.id(), cosine(probe, negative.embedding())))
                        .sorted(BEST_FIRST)
                        .toList());
    }

    /** The best cosine of the negatives; null where there is none. */
    @Nullable
    Float negative() {
        return negatives.isEmpty() ? null : negatives.get(0).score();
    }

    /** Whether a negative vetoes a person of that score. */
    boolean vetoes(float score) {
        return !negatives.isEmpty() && negatives.get(0).score() >= score;
    }

    private static boolean comparable(Embedding probe, String model, String theirs, Embedding embedding) {
        return theirs.equals(model) && embedding.dimension() == probe.dimension();
    }

    /** Cut to [-1, 1], which rounding may exceed. */
    static float cosine(Embedding a, Embedding b) {
        return Math.max(-1, Math.min(1, a.cosine(b)));
    }
}
