package dev.vigil.recognizer.migrate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration came to.
 *
 * @param from the model that was there
 * @param to the model that was enrolled beside it
 * @param people who have a face
 * @param faces pictures that have been enrolled, whatever the model
 * @param already how many of them had a face of {@code to}
 * @param fromCrops how many were embedded again from the crop that was kept
 * @param fromPhotos how many from a photo that was sent again
 * @param peopleWithout who now have no face of {@code to} at all, and are not found with it
 * @param leftOut pictures that could not be embedded again, and why
 * @param likeness how alike the first model finds the faces as enrolled and as embedded again; null where nothing was compared
 */
public record MigrationReport(
        String from,
        String to,
        int people,
        int faces,
        int already,
        int fromCrops,
        int fromPhotos,
        List<Whom> peopleWithout,
        List<LeftOut> leftOut,
        @Nullable Likeness likeness) {
    /** Copies the lists. */
    public MigrationReport {
        peopleWithout = List.copyOf(peopleWithout);
        leftOut = List.copyOf(leftOut);
    }

    /** Whether everything that is enrolled has a face of the new model now. */
    public boolean complete() {
        return leftOut.isEmpty();
    }

    /** A person. */
    public record Whom(String id, String name) {}

    /**
     * A picture that could not be embedded again.
     *
     * @param person whose
     * @param name the person's
     * @param source of the face, by which its photo is known: usually its SHA-256
     * @param reason as the end of "could not be embedded again: …"
     */
    public record LeftOut(String person, String name, String source, String reason) {}

    /** Cosines, of those that were embedded again. */
    public record Likeness(float median, float least) {}
}
