package dev.vigil.vision.face;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which face is meant, where a picture that should show one person shows several. */
public final class FaceChoice {
    private static final double CENTRE_WEIGHT = 2;

    private FaceChoice() {}

    /**
     * The face that is large and near the picture's centre: the greatest of its area less twice the squared distance of its middle
     * from the picture's, the rule by which FaceNet's implementations cut out the subject of LFW's pictures.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @return empty where there are no faces
     */
    public static Optional<Face> central(List<Face> faces, int width, int height) {
        return faces.stream().max(Comparator.comparingDouble(face -> prominence(face.box(), width, height)));
    }

    /** The face with the largest box; empty where there are no faces. */
    public static Optional<Face> largest(List<Face> faces) {
        return faces.stream().max(Comparator.comparingDouble(face -> face.box().area()));
    }

    private static double prominence(Box box, int width, int height) {
        double dx = box.x() + box.width() / 2 - width / 2.0;
        double dy = box.y() + box.height() / 2 - height / 2.0;
        return box.area() - CENTRE_WEIGHT * (dx * dx + dy * dy);
    }
}
