package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings of a set of images.
 *
 * @param byName the embedding of each image, empty where no face was found
 * @param perSecond images a second, on all cores
 */
public record EmbeddedImages(Map<String, Optional<Embedding>> byName, double perSecond) {
    /** Copies the map. */
    public EmbeddedImages {
        byName = Map.copyOf(byName);
    }

    /** The embedding of {@code image}. */
    public Optional<Embedding> of(String image) {
        return byName.getOrDefault(image, Optional.empty());
    }

    /** How many images yielded no face. */
    public int failures() {
        return (int) byName.values().stream().filter(Optional::isEmpty).count();
    }
}
