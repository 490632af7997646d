package dev.vigil.recognizer.see;

import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Detections that show a face twice though their boxes overlap too little for the detector's own suppression: beside the face
 * itself a box over a part of it, often where it is half covered. Their landmarks fall on the same eyes, nose and mouth.
 */
final class Doubles {
    /** Landmarks that lie so near each other, in distances between the eyes of the better face, are those of one face. */
    private static final float NEAR = .35f;

    private Doubles() {}

    /**
     * For each face whether it is another look at a better one.
     *
     * @param faces best first
     */
    static List<Boolean> in(List<Face> faces) {
        List<Boolean> doubles = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            boolean twice = false;
            for (int better = 0; better < i && !twice; better++) {
                twice = !doubles.get(better) && coincide(faces.get(better), faces.get(i));
            }
            doubles.add(twice);
        }
        return doubles;
    }

    private static boolean coincide(Face better, Face worse) {
        float sum = 0;
        int points = better.landmarks().size();
        for (int i = 0; i < points; i++) {
            Point a = better.landmarks().get(i);
            Point b = worse.landmarks().get(i);
            sum += a.distance(b);
        }
        return sum / points < NEAR * better.quality().pixels();
    }
}
