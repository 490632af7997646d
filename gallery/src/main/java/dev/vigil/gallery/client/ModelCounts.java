package dev.vigil.gallery.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which embedders a gallery holds faces of: the answer of {@code GET /v1/models}.
 *
 * @param active the model that is searched where a request names none; null until somebody has set it
 * @param shadow the model that is compared beside it; null for none
 * @param people how many people have a face, of whatever model
 * @param models each that there is a face of, and the active and the shadow one; by id
 */
public record ModelCounts(@Nullable String active, @Nullable String shadow, int people, List<Held> models) {
    /** Copies the list. */
    public ModelCounts {
        models = List.copyOf(models);
    }

    /**
     * One model.
     *
     * @param id the embedder's
     * @param dimension of its embeddings; null where there is none yet
     * @param faces how many
     * @param people how many have at least one
     */
    public record Held(String id, @Nullable Integer dimension, int faces, int people) {}

    /** How many people have a face of that model. */
    public int peopleWith(String model) {
        return models.stream()
                .filter(held -> held.id().equals(model))
                .mapToInt(Held::people)
                .sum();
    }
}
