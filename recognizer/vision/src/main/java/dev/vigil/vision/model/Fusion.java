package dev.vigil.vision.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vigil.runtime.error.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Several embedders as one: the parts' unit vectors, each times the square root of its weight, one behind the other. That vector has
 * unit length too, and the cosine of two such vectors is the weighted mean of the parts' cosines, so that a gallery searches a fusion
 * as it searches any embedding.
 *
 * @param parts two or more, whose weights add up to 1
 */
public record Fusion(List<Part> parts) {
    /** Its name in a model's folder, in the place of weights of its own. */
    static final String FILE = "fusion.json";

    private static final double ROUNDING = 1e-6;

    /**
     * One embedder.
     *
     * @param model its id
     * @param weight in (0, 1)
     * @param network sha256 of the file that it was compiled from, or of its weights where they came as they are, so that another
     *     network under that id is noticed
     */
    public record Part(
            @JsonProperty("model") String model,
            @JsonProperty("weight") double weight,
            @JsonProperty("network") String network) {}

    /** Refuses weights that are none. */
    public Fusion {
        parts = List.copyOf(parts);
        double sum = parts.stream().mapToDouble(Part::weight).sum();
        if (parts.size() < 2
                || parts.stream().anyMatch(part -> !(part.weight() > 0))
                || !(Math.abs(sum - 1) <= ROUNDING)) {
            throw new IllegalArgumentException("A fusion has two parts or more, of weights over 0 that add up to 1.");
        }
    }

    /**
     * Of embedders of a store.
     *
     * @param models ids, each once
     * @param weights one for each, over 0; only how they compare to each other matters
     * @throws UserError if there are too few, or a weight is missing or none
     */
    static Fusion of(List<InstalledModel> models, List<Double> weights) {
        if (models.size() < 2
                || models.stream().map(InstalledModel::id).distinct().count() != models.size()) {
            throw new UserError("A fusion joins two embedders or more: name two different ones.");
        }
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        if (weights.size() != models.size()
                || weights.stream().anyMatch(weight -> !(weight > 0 && Double.isFinite(weight)))) {
            throw new UserError(
                    "Each of the " + models.size() + " embedders needs a weight over 0, as --weights 0.5,0.5 for two.");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            InstalledModel model = models.get(i);
            requirePart(model);
            parts.add(new Part(model.id(), weights.get(i) / sum, network(model)));
        }
        return new Fusion(parts);
    }

    private static void requirePart(InstalledModel model) {
        if (model.card().task() != Task.EMBEDDING) {
            throw new UserError("The model " + model.id() + " makes no embeddings, which alone can be fused.");
        }
        if (model.fusion().isPresent()) {
            throw new UserError("The model " + model.id() + " is a fusion itself: name its parts instead.");
        }
    }

    /**
     * The parts as they are in the store, in order.
     *
     * @throws UserError if one is missing, or is another network than was fused
     */
    List<InstalledModel> in(ModelStore store, String id) {
        List<InstalledModel> models = new ArrayList<>();
        for (Part part : parts) {
            InstalledModel model = store.model(part.model());
            if (!network(model).equals(part.network())) {
                throw new UserError("The model " + id + " was made of another network than " + part.model()
                        + " is now, so its embeddings would not fit: fuse anew, under another id.");
            }
            models.add(model);
        }
        return models;
    }

    /** In words, as {@code 0.50 a + 0.50 b}. */
    String words() {
        return String.join(
                " + ",
                parts.stream()
                        .map(part -> String.format(Locale.ROOT, "%.2f %s", part.weight(), part.model()))
                        .toList());
    }

    private static String network(InstalledModel model) {
        ModelCard.Source source = model.card().source();
        return source == null ? Sha256.of(model.weights()) : source.sha256();
    }
}
