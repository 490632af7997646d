package dev.vigil.recognizer.track;

import dev.vigil.vision.face.Face;
import java.time.Instant;
import java.util.List;

/**
 * What was seen in one frame.
 *
 * @param sequence of the frame
 * @param at frame time
 * @param publishedAt when ingest published the frame
 * @param seenAt when it had been looked at
 * @param width of the frame in pixels
 * @param height of the frame in pixels
 * @param scene the whole frame, very small
 * @param faces best first, by the detector's score
 */
public record Observation(
        long sequence,
        Instant at,
        Instant publishedAt,
        Instant seenAt,
        int width,
        int height,
        Grey scene,
        List<SeenFace> faces) {
    /** Copies the faces. */
    public Observation {
        faces = List.copyOf(faces);
    }

    /** How many of the faces the detector is sure of: they come first. */
    int sure(float least) {
        int count = 0;
        while (count < faces.size() && faces.get(count).face().score() >= least) {
            count++;
        }
        return count;
    }

    /** The same with only the first faces. */
    Observation first(int count) {
        return new Observation(sequence, at, publishedAt, seenAt, width, height, scene, faces.subList(0, count));
    }

    /**
     * One face.
     *
     * @param face where, and how good
     * @param patch it alone, very small
     */
    public record SeenFace(Face face, Grey patch) {}
}
