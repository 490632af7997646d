package dev.vigil.recognizer.track;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Face;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at a track's face that is kept.
 *
 * @param number in its track, from 0
 * @param sequence of its frame
 * @param capturedAt frame time
 * @param publishedAt when ingest published the frame
 * @param seenAt when the frame had been looked at
 * @param face where, and how good
 * @param embedding null for a face that is too poor
 * @param jpeg a small picture; null where none is kept
 */
public record Shot(
        int number,
        long sequence,
        Instant capturedAt,
        Instant publishedAt,
        Instant seenAt,
        Face face,
        @Nullable Embedding embedding,
        @Nullable Base64Bytes jpeg) {
    private static final float LEAST_WEIGHT = .05f;

    /** In [0, 1]. */
    public float quality() {
        return face.quality().score();
    }

    /** The mean of the shots' embeddings, weighted by quality, of length 1; empty where none has one. */
    public static Optional<Embedding> fuse(List<Shot> shots) {
        float @Nullable [] sum = null;
        for (Shot shot : shots) {
            if (shot.embedding != null) {
                sum = sum == null ? new float[shot.embedding.dimension()] : sum;
                float weight = Math.max(LEAST_WEIGHT, shot.quality());
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * shot.embedding.at(i);
                }
            }
        }
        return Optional.ofNullable(sum).map(Embedding::normalised);
    }
}
