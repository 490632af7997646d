package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Faces;
import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.recognizer.track.Portrait;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.picture.UnreadablePictureException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An eye to which a picture is the JSON of what is in it. */
public final class ScriptedEye implements FaceEye {
    private int shots;

    /** What is in a picture: which scene, and who stands where. Negative scenes make the networks fail. */
    public record Scripted(long scene, List<Actor> actors) {
        public static byte[] picture(long scene, Actor... actors) {
            return Json.bytes(new Scripted(scene, List.of(actors)));
        }
    }

    /** Somebody in a picture. */
    public record Actor(int person, float x, float quality, float pixels) {
        public static Actor good(int person, float x) {
            return new Actor(person, x, .7f, 34);
        }
    }

    /** By which it was asked to look, in order. */
    final List<String> embedders = new ArrayList<>();

    private record ScriptedGlance(Scripted scripted) implements Glance {
        @Override
        public int width() {
            return 640;
        }

        @Override
        public int height() {
            return 360;
        }

        @Override
        public Grey scene() {
            return Faces.scene(scripted.scene());
        }

        @Override
        public List<SeenFace> faces() {
            return scripted.actors().stream()
                    .map(a -> Faces.seen(Faces.face(a.x(), 150, 80, a.quality(), a.pixels()), a.person()))
                    .toList();
        }

        @Override
        public void close() {}
    }

    @Override
    public Glance look(byte[] jpeg, LookSettings settings, String embedder) {
        embedders.add(embedder);
        Scripted scripted;
        try {
            scripted = Json.read(jpeg, Scripted.class);
        } catch (UncheckedIOException e) {
            throw new UnreadablePictureException("The JPEG is cut off before its end: use the whole file.", e);
        }
        if (scripted.scene() < 0) {
            throw new IllegalStateException("the network failed");
        }
        return new ScriptedGlance(scripted);
    }

    /** A scene in which everybody stands for a spot, as bright as his or her number. */
    @Override
    public Grey glimpse(byte[] jpeg) {
        Scripted scripted;
        try {
            scripted = Json.read(jpeg, Scripted.class);
        } catch (UncheckedIOException e) {
            throw new UnreadablePictureException("The JPEG is cut off before its end: use the whole file.", e);
        }
        byte[] grey = new byte[MotionGate.WIDTH * MotionGate.HEIGHT];
        java.util.Arrays.fill(grey, (byte) (scripted.scene() * 3));
        scripted.actors().forEach(a -> grey[Math.round(a.x() / 8)] = (byte) (150 + 20 * a.person()));
        return Grey.of(grey);
    }

    @Override
    public Map<Integer, Portrait> portray(Glance glance, Set<Integer> embed, Set<Integer> portray) {
        List<Actor> actors = ((ScriptedGlance) glance).scripted.actors();
        Map<Integer, Portrait> portraits = new HashMap<>();
        Base64Bytes jpeg = Base64Bytes.of(new byte[] {1, 2, 3});
        embed.forEach(i ->
                portraits.put(i, new Portrait(Faces.person(actors.get(i).person(), shots++), jpeg)));
        portray.forEach(i -> portraits.put(i, new Portrait(null, jpeg)));
        return portraits;
    }

    @Override
    public void close() {}
}
