package dev.vigil.lab.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate verification --json} prints. Rates are fractions in [0, 1].
 *
 * @param pairs how many comparisons were made
 * @param failuresToAcquire how many of the images yielded no face; their comparisons count as not the same person
 * @param unreadable how many of the images can't be decoded; their comparisons are left out
 * @param accuracy mean over the folds
 * @param accuracyStd standard deviation over the folds; null without folds
 * @param accuracyThreshold {@code other-folds}, or {@code same-pairs} where there are none: the best on the very pairs that it
 *     is measured on, a little too good
 * @param folds accuracy of each fold; empty without folds
 * @param eer equal error rate of the file's pairs
 * @param auc area under the ROC curve of the file's pairs
 * @param tarAtFar share of the file's genuine pairs that is accepted, by the false accept rate; null where there are too few
 *     impostor comparisons to tell
 * @param tarIntervals 95 %, by person
 * @param thresholds that give these rates among {@code impostorPairs}
 * @param impostorPairs all comparisons of different folders among the images of the file
 * @param det trade-off of both error rates, false accepts among {@code impostorPairs}; one less the false rejects is the ROC
 * @param workingThreshold that of a false accept rate of 0.001, or, where there are too few comparisons, the most accurate one
 * @param losses where genuine pairs are lost, at the working threshold
 * @param reject how false rejects fall as the worst pairs are refused, at the working threshold
 * @param rejectMixed the same for the pairs of every size together, as cameras near and far would give them; empty without shrunk
 *     ones
 * @param shrunk the same with the second image of each pair shrunk
 * @param groups by the labels file; empty without one
 * @param images how many different images
 * @param facesPerSecond images read, decoded, detected, aligned and embedded a second, on all cores; 0 where all came from a cache
 * @param model the embedder's id
 */
public record VerificationReport(
        int pairs,
        int failuresToAcquire,
        int unreadable,
        double accuracy,
        @Nullable Double accuracyStd,
        String accuracyThreshold,
        List<Double> folds,
        double eer,
        double auc,
        Map<String, @Nullable Double> tarAtFar,
        Map<String, @Nullable Interval> tarIntervals,
        Map<String, @Nullable Double> thresholds,
        long impostorPairs,
        List<DetPoint> det,
        double workingThreshold,
        Losses losses,
        List<RejectPoint> reject,
        List<RejectPoint> rejectMixed,
        List<Shrunk> shrunk,
        List<Group> groups,
        int images,
        double facesPerSecond,
        String model) {
    /** Copies the lists and maps, keeping their order. */
    public VerificationReport {
        folds = List.copyOf(folds);
        tarAtFar = ordered(tarAtFar);
        tarIntervals = ordered(tarIntervals);
        thresholds = ordered(thresholds);
        det = List.copyOf(det);
        reject = List.copyOf(reject);
        rejectMixed = List.copyOf(rejectMixed);
        shrunk = List.copyOf(shrunk);
        groups = List.copyOf(groups);
    }

    private static <V extends @Nullable Object> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * The same pairs with the second image shrunk.
     *
     * @param faceWidth of the second images' faces, in pixels
     * @param failuresToAcquire how many of them yielded no face
     * @param eer equal error rate
     * @param tarAtFar with thresholds from comparisons of shrunk images with others as they are
     * @param tarAtThresholds with the thresholds of the images as they are, by the rate that these have there
     * @param far false accept rate of shrunk images at the working threshold; null without comparisons
     * @param losses where genuine pairs are lost, at the working threshold
     * @param reject how false rejects fall as the worst pairs are refused
     */
    public record Shrunk(
            int faceWidth,
            int failuresToAcquire,
            double eer,
            Map<String, @Nullable Double> tarAtFar,
            Map<String, @Nullable Double> tarAtThresholds,
            @Nullable Double far,
            Losses losses,
            List<RejectPoint> reject) {
        /** Copies the list and the maps, keeping their order. */
        public Shrunk {
            tarAtFar = ordered(tarAtFar);
            tarAtThresholds = ordered(tarAtThresholds);
            reject = List.copyOf(reject);
        }
    }

    /**
     * The comparisons within a group at the working threshold.
     *
     * @param group of the labels file
     * @param genuine pairs of the file
     * @param tar share of them that is accepted; null without any
     * @param tarInterval 95 %, by person
     * @param impostorPairs all comparisons of different people of the group
     * @param far share of them that is accepted; null without any
     */
    public record Group(
            String group,
            long genuine,
            @Nullable Double tar,
            Interval tarInterval,
            long impostorPairs,
            @Nullable Double far) {}
}
