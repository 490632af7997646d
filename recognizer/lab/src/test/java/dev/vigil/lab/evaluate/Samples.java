package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Quality;
import java.util.HashMap;
import java.util.Map;

/** Templates on a circle, so that every score is a cosine that one can work out by hand. */
final class Samples {
    private Samples() {}

    static Acquired angle(double degrees) {
        return angle(degrees, .9f);
    }

    static Acquired angle(double degrees, float quality) {
        double radians = Math.toRadians(degrees);
        return new Acquired.Template(
                Embedding.normalised(new float[] {(float) Math.cos(radians), (float) Math.sin(radians)}),
                new Quality(quality, 50, 100, 110, 0, 0, 0),
                new Box(0, 0, 100, 100));
    }

    /** Of images whose names end in their angle, as {@code ada/30}. */
    static EmbeddedImages angles(Iterable<String> images) {
        Map<String, Acquired> byName = new HashMap<>();
        for (String image : images) {
            byName.put(image, angle(Double.parseDouble(image.substring(image.lastIndexOf('/') + 1))));
        }
        return new EmbeddedImages(byName, 9);
    }
}
