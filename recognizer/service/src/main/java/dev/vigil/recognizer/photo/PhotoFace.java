package dev.vigil.recognizer.photo;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Face;
import org.jspecify.annotations.Nullable;

/**
 * A face of a photo.
 *
 * @param face where it is, in pixels of the upright photo
 * @param embedding of it
 * @param crop a small JPEG of it, or null where none was asked for
 */
public record PhotoFace(
        Face face, Embedding embedding, @Nullable Base64Bytes crop) {}
