package dev.vigil.recognizer.photo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Point;
import dev.vigil.vision.face.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An analyzer for tests whose photos are words: each is a face, {@code name} or {@code name@WIDTH}, in the middle of the photo
 * where a {@code !} follows, whose embedding is the name's own; {@code unreadable} is no picture, and no word at all no face.
 */
public final class Photos implements PhotoAnalyzer {
    private static final Pattern WORD = Pattern.compile("([a-z]+)(?:@([0-9]+))?(!)?");

    static final Quality GOOD = new Quality(.9f, 60, 300, 120, 0, 0, 0);

    public static byte[] of(String words) {
        return words.getBytes(UTF_8);
    }

    static PhotoFace face(String name, float width, Quality quality, Crops crops) {
        return face(name, width, quality, crops, false);
    }

    private static PhotoFace face(String name, float width, Quality quality, Crops crops, boolean central) {
        List<Point> landmarks =
                List.of(new Point(1, 1), new Point(2, 1), new Point(1, 2), new Point(1, 3), new Point(2, 3));
        Face face = new Face(new Box(0, 0, width, width), .9f, landmarks, quality);
        return new PhotoFace(
                face, embedding(name), central, crops == Crops.NONE ? null : Base64Bytes.of(of("crop of " + name)));
    }

    /** Orthogonal for names with different first letters. */
    public static Embedding embedding(String name) {
        float[] values = new float[26];
        values[name.charAt(0) - 'a'] = 1;
        return Embedding.normalised(values);
    }

    @Override
    public List<PhotoFace> analyze(byte[] photo, Crops crops) {
        String words = new String(photo, UTF_8).trim();
        if (words.equals("unreadable")) {
            throw new UserError(422, "This is no picture.");
        }
        List<PhotoFace> faces = new ArrayList<>();
        Matcher word = WORD.matcher(words);
        while (word.find()) {
            float width = word.group(2) == null ? 100 : Float.parseFloat(word.group(2));
            faces.add(face(word.group(1), width, GOOD, crops, word.group(3) != null));
        }
        return faces;
    }
}
