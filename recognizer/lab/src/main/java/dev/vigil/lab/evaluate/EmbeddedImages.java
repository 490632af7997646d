package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a set of images.
 *
 * @param byName each image
 * @param perSecond images a second, on all cores; 0 where all came from the cache
 */
public record EmbeddedImages(Map<String, Acquired> byName, double perSecond) {
    /** Copies the map. */
    public EmbeddedImages {
        byName = Map.copyOf(byName);
    }

    /** The embedding of {@code image}; empty where there is none. */
    public Optional<Embedding> of(String image) {
        return acquired(image).embedding();
    }

    /**
     * What became of {@code image}.
     *
     * @throws IllegalArgumentException if it was not among them
     */
    public Acquired acquired(String image) {
        Acquired acquired = byName.get(image);
        if (acquired == null) {
            throw new IllegalArgumentException("The image " + image + " was not looked at.");
        }
        return acquired;
    }

    /** Whether it could be decoded. */
    public boolean readable(String image) {
        return !(acquired(image) instanceof Acquired.Unreadable);
    }

    /** How many readable images yielded no face. */
    public int failures() {
        return (int) byName.values().stream()
                .filter(Acquired.NoFace.class::isInstance)
                .count();
    }

    /** One sentence for each image that can't be read, by name. */
    public List<String> unreadable() {
        return byName.values().stream()
                .filter(Acquired.Unreadable.class::isInstance)
                .map(image -> ((Acquired.Unreadable) image).sentence())
                .sorted()
                .toList();
    }
}
