package dev.vigil.lab.clip;

import dev.vigil.lab.tracking.TruthFace;
import dev.vigil.lab.tracking.TruthFile;
import dev.vigil.vision.picture.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes clips: a Motion-JPEG AVI each, and beside it the truth as CSV. Everything follows from the seed. Immutable.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param rate frames a second
 */
public record ClipMaker(int width, int height, int rate) {
    private static final int JPEG = 92;

    /** 640x360 at 10 frames a second. */
    public static final ClipMaker DEFAULT = new ClipMaker(640, 360, 10);

    /**
     * What was made.
     *
     * @param frames how many
     * @param scenes how many of each kind of trouble
     */
    public record Made(int frames, Map<String, Integer> scenes) {
        /** Copies the map. */
        public Made {
            scenes = java.util.Collections.unmodifiableMap(new TreeMap<>(scenes));
        }
    }

    /**
     * Makes one.
     *
     * @param cast at least two people
     * @param kinds of scenes; empty for all
     * @param seconds at least so long
     * @param seed everything follows from it
     * @param clip the AVI; replaced where it is there
     * @param truth the CSV; replaced where it is there
     * @throws IllegalArgumentException if there are fewer than two people
     * @throws IOException if it can't be written
     */
    public Made make(List<Actor> cast, List<SceneKind> kinds, double seconds, long seed, Path clip, Path truth)
            throws IOException {
        if (cast.size() < 2) {
            throw new IllegalArgumentException("A clip needs two people at least.");
        }
        List<Scene> scenes =
                new Script(new Random(seed), cast, kinds, width, height, rate).write((int) Math.ceil(seconds * rate));
        Painter painter = new Painter(width, height);
        List<TruthFace> faces = new ArrayList<>();
        Map<String, Integer> appearances = new HashMap<>();
        Map<String, Integer> written = new TreeMap<>();
        int frame = 0;
        try (AviWriter file = AviWriter.create(clip, width, height, rate)) {
            for (Scene scene : scenes) {
                written.merge(scene.kind().toString(), 1, Integer::sum);
                for (int f = 0; f < scene.frames(); f++) {
                    Painter.Frame painted = painter.paint(scene, f, seed * 1_000_003 + frame);
                    file.add(jpeg(painted.pixels()));
                    for (Painter.Painted face : painted.faces()) {
                        String name = face.actor().name();
                        int appearance = appearances.getOrDefault(name, 0);
                        faces.add(new TruthFace(frame, name, appearance, face.box(), face.visible()));
                    }
                    frame++;
                }
                scene.parts().forEach(part -> appearances.merge(part.actor().name(), 1, Integer::sum));
            }
        }
        TruthFile.write(truth, faces);
        return new Made(frame, written);
    }

    private byte[] jpeg(byte[] bgr) {
        try (Picture picture = Picture.ofBgr(bgr, width, height)) {
            return picture.toJpeg(JPEG);
        }
    }
}
