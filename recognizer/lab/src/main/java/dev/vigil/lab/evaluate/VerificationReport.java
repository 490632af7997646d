package dev.vigil.lab.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate verification --json} prints. Rates are fractions in [0, 1].
 *
 * @param pairs how many comparisons the file asks for
 * @param failuresToAcquire how many of the images yielded no face; their comparisons count as not the same person
 * @param accuracy mean over the folds
 * @param accuracyStd standard deviation over the folds; null without folds
 * @param accuracyThreshold {@code other-folds}, or {@code same-pairs} where there are none: the best on the very pairs that it
 *     is measured on, a little too good
 * @param eer equal error rate of the file's pairs
 * @param auc area under the ROC curve of the file's pairs
 * @param tarAtFar share of the file's genuine pairs that is accepted, by the false accept rate; null where there are too few
 *     impostor comparisons to tell
 * @param thresholds that give these rates among {@code impostorPairs}
 * @param impostorPairs all comparisons of different folders among the images of the file
 * @param images how many different images
 * @param facesPerSecond images read, decoded, detected, aligned and embedded a second, on all cores
 * @param model the embedder's id
 */
public record VerificationReport(
        int pairs,
        int failuresToAcquire,
        double accuracy,
        @Nullable Double accuracyStd,
        String accuracyThreshold,
        double eer,
        double auc,
        Map<String, @Nullable Double> tarAtFar,
        Map<String, @Nullable Double> thresholds,
        long impostorPairs,
        int images,
        double facesPerSecond,
        String model) {
    /** Copies the maps, keeping their order. */
    public VerificationReport {
        tarAtFar = Collections.unmodifiableMap(new LinkedHashMap<>(tarAtFar));
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
    }
}
