package dev.vigil.gallery.state;

import java.util.List;

/**
 * What the gallery holds of each model.
 *
 * @param models by id
 * @param people who have a face of any
 */
public record ModelHoldings(List<Holding> models, long people) {
    /** Copies the list. */
    public ModelHoldings {
        models = List.copyOf(models);
    }

    /**
     * Of one model.
     *
     * @param model its id
     * @param faces how many
     * @param people who have one
     */
    public record Holding(String model, long faces, long people) {}
}
