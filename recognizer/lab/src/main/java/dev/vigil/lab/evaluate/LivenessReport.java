package dev.vigil.lab.evaluate;

import java.util.List;

/**
 * How well a network tells faces from pictures of faces (presentation attack detection, ISO/IEC 30107-3).
 *
 * @param model its id
 * @param subjects how many people there are
 * @param live pictures of faces that were there, with a face found
 * @param attacks pictures of pictures of faces, with a face found
 * @param noFace pictures without a face
 * @param unreadable files that are no pictures
 * @param rows by how many pictures in succession are judged together; none for a count of which no sequence is so long
 */
public record LivenessReport(
        String model, int subjects, long live, long attacks, long noFace, long unreadable, List<Row> rows) {
    /** Copies the rows. */
    public LivenessReport {
        rows = List.copyOf(rows);
    }

    /**
     * The mean of so many pictures in succession as one judgement.
     *
     * @param frames how many pictures
     * @param live judgements about faces that were there
     * @param attacks judgements about pictures of faces
     * @param auc area under the ROC curve: how often a live face scores above an attack
     * @param aucInterval 95 %, by subject
     * @param eer equal error rate
     * @param eerInterval 95 %, by subject
     * @param eerThreshold where both errors are equal
     * @param atHalf errors where 0.5 decides
     * @param curve attacks that pass (false positives) and live faces refused (false negatives), by threshold
     */
    public record Row(
            int frames,
            long live,
            long attacks,
            double auc,
            Interval aucInterval,
            double eer,
            Interval eerInterval,
            double eerThreshold,
            Errors atHalf,
            List<DetPoint> curve) {
        /** Copies the curve. */
        public Row {
            curve = List.copyOf(curve);
        }
    }

    /**
     * Errors at a threshold.
     *
     * @param apcer attack presentation classification error rate: the share of attacks that pass, in [0, 1]
     * @param bpcer bona fide presentation classification error rate: the share of live faces that are refused, in [0, 1]
     */
    public record Errors(double apcer, double bpcer) {}
}
