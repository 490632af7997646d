package dev.vigil.vision.face;

import java.util.List;

/**
 * A face in a picture.
 *
 * @param box as detected, in pixels of the picture
 * @param score the detector's, in [0, 1]
 * @param landmarks five points in this order: the picture's left eye, right eye, nose tip, left and right mouth corner
 * @param quality of this picture of it
 */
public record Face(Box box, float score, List<Point> landmarks, Quality quality) {
    /** Copies the landmarks; there must be five. */
    public Face {
        landmarks = List.copyOf(landmarks);
        if (landmarks.size() != 5) {
            throw new IllegalArgumentException("A face has five landmarks, not " + landmarks.size() + ".");
        }
    }
}
