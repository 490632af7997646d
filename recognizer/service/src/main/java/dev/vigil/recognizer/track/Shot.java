package dev.vigil.recognizer.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.recognizer.event.ShadowEmbedding;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Face;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * @param shadow by a second embedder; null where none was compared then
 * @param liveness how probable it is that the face is there, in [0, 1]; null where that was not asked
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShadowEmbedding shadow,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Float liveness,
        @Nullable Base64Bytes jpeg) {
    private static final float LEAST_WEIGHT = .05f;

    /** In [0, 1]. */
    public float quality() {
        return face.quality().score();
    }

    /** The mean of the shots' embeddings, weighted by quality, of length 1; empty where none has one. */
    public static Optional<Embedding> fuse(List<Shot> shots) {
        return fuse(shots, Shot::embedding);
    }

    /** The same of a second embedder; empty unless one and the same has looked at all shots that have an embedding. */
    public static Optional<ShadowEmbedding> fuseShadows(List<Shot> shots) {
        List<Shot> embedded =
                shots.stream().filter(shot -> shot.embedding != null).toList();
        List<String> models = embedded.stream()
                .map(shot -> shot.shadow == null ? "" : shot.shadow.model())
                .distinct()
                .toList();
        if (models.size() != 1 || models.get(0).isEmpty()) {
            return Optional.empty();
        }
        return fuse(embedded, shot -> shot.shadow == null ? null : shot.shadow.embedding())
                .map(fused -> new ShadowEmbedding(models.get(0), fused));
    }

    private static Optional<Embedding> fuse(List<Shot> shots, Function<Shot, @Nullable Embedding> of) {
        float @Nullable [] sum = null;
        for (Shot shot : shots) {
            Embedding embedding = of.apply(shot);
            if (embedding != null) {
                sum = sum == null ? new float[embedding.dimension()] : sum;
                float weight = Math.max(LEAST_WEIGHT, shot.quality());
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * embedding.at(i);
                }
            }
        }
        return Optional.ofNullable(sum).map(Embedding::normalised);
    }
}
