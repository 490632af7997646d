package dev.vigil.recognizer.track;

import dev.vigil.recognizer.event.ShadowEmbedding;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a face at the tracker's wish.
 *
 * @param embedding null where none was wished
 * @param shadow by a second embedder; null where none is compared, or none was wished
 * @param liveness how probable it is that the face is there and no picture of one, in [0, 1]; null where that was not asked
 * @param jpeg a small picture; null where none is kept
 */
public record Portrait(
        @Nullable Embedding embedding,
        @Nullable ShadowEmbedding shadow,
        @Nullable Float liveness,
        @Nullable Base64Bytes jpeg) {
    /** Of a face that was not looked at closer, because it was not expected to begin a track. */
    static final Portrait NONE = new Portrait(null, null, null, null);

    /** Without a second embedder or a network for liveness. */
    public Portrait(@Nullable Embedding embedding, @Nullable Base64Bytes jpeg) {
        this(embedding, null, null, jpeg);
    }
}
