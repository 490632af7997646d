package dev.vigil.gallery.client;

import dev.vigil.gallery.event.Person;
import java.util.List;

/**
 * The answer to a split.
 *
 * @param person who the faces were taken from
 * @param created the new person who has them
 * @param faces ids of the faces
 */
public record Parted(Person person, Person created, List<String> faces) {
    /** Copies the list. */
    public Parted {
        faces = List.copyOf(faces);
    }
}
