package dev.vigil.gallery.client;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A face to enrol. Fields as in {@link dev.vigil.gallery.event.FaceTemplate}.
 *
 * @param model the embedder's id
 * @param embedding of that model
 * @param source SHA-256 of the photo in hex: enrolling the same source twice gives the same face
 * @param quality in [0, 1]
 * @param crop a small JPEG, at most 32 KiB, or null
 */
public record NewFace(
        String model,
        Embedding embedding,
        String source,
        float quality,
        @Nullable Base64Bytes crop) {}
