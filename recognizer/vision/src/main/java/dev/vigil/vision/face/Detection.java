package dev.vigil.vision.face;

import java.util.List;

/**
 * Where the detector saw a face.
 *
 * @param box in pixels of the picture; may reach over its edge
 * @param score the detector's, in [0, 1]
 * @param landmarks the detector's own five points, in the order of {@link Face#landmarks}; empty where it has none
 */
public record Detection(Box box, float score, List<Point> landmarks) {
    /** Copies the landmarks; there are five or none. */
    public Detection {
        landmarks = List.copyOf(landmarks);
        if (!landmarks.isEmpty() && landmarks.size() != 5) {
            throw new IllegalArgumentException(
                    "A detector gives five landmarks or none, not " + landmarks.size() + ".");
        }
    }

    /** A detection by a detector that gives boxes alone. */
    public Detection(Box box, float score) {
        this(box, score, List.of());
    }

    /** The same, seen in a part of a larger picture. */
    Detection movedBy(float x, float y) {
        return new Detection(
                new Box(box.x() + x, box.y() + y, box.width(), box.height()),
                score,
                landmarks.stream()
                        .map(point -> new Point(point.x() + x, point.y() + y))
                        .toList());
    }
}
