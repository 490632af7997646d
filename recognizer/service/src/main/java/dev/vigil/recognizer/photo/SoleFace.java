package dev.vigil.recognizer.photo;

import java.util.Comparator;
import java.util.List;

/** Whom a photo of one person shows. */
public sealed interface SoleFace {
    /**
     * A face with at most this part of the largest one's area, as at twice the distance, is somebody in the background. Of LFW's
     * pictures, each of one person, 14 in 100 show other faces too, and 5 in 100 only such as these.
     */
    float BACKGROUND = 1 / 4f;

    /**
     * There is one.
     *
     * @param face it
     * @param others how many much smaller ones were passed over
     */
    record One(PhotoFace face, int others) implements SoleFace {}

    /**
     * There is none, or there are several of whom none stands out.
     *
     * @param count how many
     */
    record NotOne(int count) implements SoleFace {
        /** What is wrong with {@code photo}, as in "this photo", and what to do. */
        public String sentence(String photo) {
            return count == 0
                    ? "There is no face in " + photo + ": use one in which the face is upright, larger and well lit."
                    : "There are " + count + " faces in " + photo + ": crop it to the one that is meant.";
        }
    }

    /** The one whom a photo shows: its only face, or the one beside which all others are far smaller. */
    static SoleFace of(List<PhotoFace> faces) {
        if (faces.isEmpty()) {
            return new NotOne(0);
        }
        PhotoFace largest =
                faces.stream().max(Comparator.comparingDouble(SoleFace::area)).orElseThrow();
        int count = (int) faces.stream()
                .filter(face -> area(face) > area(largest) * BACKGROUND)
                .count();
        return count == 1 ? new One(largest, faces.size() - 1) : new NotOne(count);
    }

    private static float area(PhotoFace face) {
        return face.face().box().area();
    }
}
