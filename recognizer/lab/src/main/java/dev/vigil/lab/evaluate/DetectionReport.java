package dev.vigil.lab.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate detection --json} writes. Rates are fractions in [0, 1].
 *
 * @param images that were looked at
 * @param unreadable images that can't be decoded, which are left out
 * @param faces in them
 * @param truth {@code labels}, or {@code native-detections} where there are none: the faces that this very detector finds in the whole
 *     pictures, so that faces that it never finds are not missed here
 * @param input of the detector, as {@code 320x240}
 * @param minScore of the detector
 * @param minIou overlap from which on a detection is a face's
 * @param whole the pictures as they are, against the labels; null without labels
 * @param sizes faces of these widths
 * @param seed of where a face lies in its window
 * @param model the detector's id
 */
public record DetectionReport(
        int images,
        int unreadable,
        int faces,
        String truth,
        String input,
        double minScore,
        double minIou,
        @Nullable Whole whole,
        List<Row> sizes,
        long seed,
        String model) {
    /** Copies the rows. */
    public DetectionReport {
        sizes = List.copyOf(sizes);
    }

    /**
     * Whole pictures, scaled to the detector's input as the product does.
     *
     * @param faces labelled
     * @param recall share of them that is found
     * @param recallInterval 95 %, by picture
     * @param falsePositives detections that are nobody's
     * @param perPicture the same for each picture
     */
    public record Whole(long faces, double recall, Interval recallInterval, long falsePositives, double perPicture) {}

    /**
     * Faces shrunk to one width, each in a window of the detector's input.
     *
     * @param faceWidth in pixels of the detector's input
     * @param faces that are at least so wide
     * @param recall share of them that is found; null where there are none
     * @param recallInterval 95 %, by picture
     * @param falsePositives detections that are nobody's, in all windows
     * @param perWindow the same for each window
     * @param msPerWindow of one thread, beside what else the machine did
     */
    public record Row(
            int faceWidth,
            long faces,
            @Nullable Double recall,
            Interval recallInterval,
            long falsePositives,
            double perWindow,
            double msPerWindow) {}
}
