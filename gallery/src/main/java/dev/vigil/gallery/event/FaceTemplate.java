package dev.vigil.gallery.event;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One face of a person: the value under {@code face:PERSON:ID} on the changed topic.
 *
 * @param id derived from the source and the model, so that the same photo enrols once
 * @param person whose face it is
 * @param model the embedder's id: embeddings of different models never meet
 * @param embedding of that model
 * @param source SHA-256 of the photo in hex, or another name of where it comes from
 * @param quality of the picture, in [0, 1]
 * @param crop a small JPEG where the policy keeps one (base64 in JSON), else null
 * @param createdAt when
 */
public record FaceTemplate(
        String id,
        String person,
        String model,
        Embedding embedding,
        String source,
        float quality,
        @Nullable Base64Bytes crop,
        Instant createdAt) {}
