package dev.vigil.recognizer.photo;

import java.util.Comparator;
import java.util.List;

/** Whom a photo of one person shows. */
public sealed interface SoleFace {
    /** A face with at most this part of the largest one's area, as at twice the distance, is somebody in the background. */
    float BACKGROUND = 1 / 4f;

    /**
     * The same beside a face in the middle of the photo, whom it was taken of. Of LFW's pictures, each of one person in its middle,
     * 14 in 100 show other faces too; 9 in 100 would be refused by {@link #BACKGROUND} alone, with this 2 in 100.
     */
    float BYSTANDER = .6f;

    /**
     * There is one.
     *
     * @param face it
     * @param others how many smaller ones were passed over
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

    /** The one whom a photo shows: its only face, or the one beside which all others are clearly smaller. */
    static SoleFace of(List<PhotoFace> faces) {
        if (faces.isEmpty()) {
            return new NotOne(0);
        }
        PhotoFace largest =
                faces.stream().max(Comparator.comparingDouble(SoleFace::area)).orElseThrow();
        float limit = area(largest) * (largest.central() ? BYSTANDER : BACKGROUND);
        int count = (int) faces.stream().filter(face -> area(face) > limit).count();
        return count == 1 ? new One(largest, faces.size() - 1) : new NotOne(count);
    }

    private static float area(PhotoFace face) {
        return face.face().box().area();
    }
}
