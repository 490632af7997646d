package dev.vigil.vision.face;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Of detections that show the same face, keeps the best: greedy, by score, as in Girshick et al., R-CNN, 2014. */
public final class NonMaximumSuppression {
    private static final Comparator<Detection> BEST_FIRST =
            Comparator.comparingDouble(Detection::score).reversed();

    private NonMaximumSuppression() {}

    /**
     * Keeps a detection unless a better one that is kept overlaps it by more than {@code maxIou}.
     *
     * @param maxIou intersection over union, in [0, 1]
     * @return best first; those of equal score in the order in which they came
     */
    public static List<Detection> apply(List<Detection> detections, float maxIou) {
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : detections.stream().sorted(BEST_FIRST).toList()) {
            if (kept.stream().noneMatch(better -> better.box().iou(candidate.box()) > maxIou)) {
                kept.add(candidate);
            }
        }
        return List.copyOf(kept);
    }
}
