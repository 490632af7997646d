package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Quality;
import java.util.Optional;

/** What became of a picture: a template, or why there is none. */
public sealed interface Acquired {
    /** The embedding; empty where there is none. */
    default Optional<Embedding> embedding() {
        return this instanceof Template template ? Optional.of(template.features()) : Optional.empty();
    }

    /**
     * The main face was found and embedded.
     *
     * @param features its embedding
     * @param quality of that picture of it
     * @param box in pixels of the picture that was looked at
     */
    record Template(Embedding features, Quality quality, Box box) implements Acquired {}

    /** No face was found: a failure to acquire (ISO/IEC 19795-1). */
    record NoFace() implements Acquired {}

    /**
     * It is no picture that can be read.
     *
     * @param sentence that names the file and says why
     */
    record Unreadable(String sentence) implements Acquired {}
}
