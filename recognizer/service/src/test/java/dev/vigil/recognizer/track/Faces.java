package dev.vigil.recognizer.track;

import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Point;
import dev.vigil.vision.face.Quality;
import java.util.List;
import java.util.Random;

/** Faces, people and scenes for tests, all from seeds. */
public final class Faces {
    private static final int DIMENSION = 512;

    private Faces() {}

    /** The embedding of a person; another {@code shot} of the same person has a cosine of about 0.8 with it. */
    public static Embedding person(int person, int shot) {
        Random self = new Random(person * 7919L);
        Random noise = new Random(person * 104_729L + shot);
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) (self.nextGaussian() + .5 * noise.nextGaussian());
        }
        return Embedding.normalised(values);
    }

    /** A good face of 80 px width. */
    public static Face face(float centreX, float centreY, float quality) {
        return face(centreX, centreY, 80, quality, 34);
    }

    /** A face. */
    public static Face face(float centreX, float centreY, float side, float quality, float pixels) {
        Box box = new Box(centreX - side / 2, centreY - side / 2, side, side);
        List<Point> points = List.of(
                new Point(centreX - pixels / 2, centreY - 8),
                new Point(centreX + pixels / 2, centreY - 8),
                new Point(centreX, centreY + 5),
                new Point(centreX - 12, centreY + 18),
                new Point(centreX + 12, centreY + 18));
        return new Face(box, .9f, points, new Quality(quality, pixels, 120, 120, 0, 0, 0));
    }

    /** A face with looks that depend on the person alone. */
    public static SeenFace seen(Face face, int person) {
        return new SeenFace(face, noise(person * 31L + 7, 196));
    }

    /** A scene that depends on the seed alone. */
    public static Grey scene(long seed) {
        return noise(seed, 576);
    }

    private static Grey noise(long seed, int pixels) {
        Random random = new Random(seed);
        byte[] grey = new byte[pixels];
        random.nextBytes(grey);
        return Grey.of(grey);
    }
}
