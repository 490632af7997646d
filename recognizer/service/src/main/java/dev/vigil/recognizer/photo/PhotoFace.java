package dev.vigil.recognizer.photo;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import org.jspecify.annotations.Nullable;

/**
 * A face of a photo.
 *
 * @param face where it is, in pixels of the upright photo
 * @param embedding of it
 * @param central whether it stands in the middle of the photo, as the subject of a portrait does
 * @param crop a small JPEG of it, or null where none was asked for
 */
public record PhotoFace(
        Face face,
        Embedding embedding,
        boolean central,
        @Nullable Base64Bytes crop) {
    private static final float CENTRAL = .15f;

    /** Whether the middle of {@code box} lies within 15 % of the photo's width and height of the photo's middle. */
    static boolean central(Box box, int width, int height) {
        return Math.abs(box.x() + box.width() / 2 - width / 2f) <= CENTRAL * width
                && Math.abs(box.y() + box.height() / 2 - height / 2f) <= CENTRAL * height;
    }
}
