package dev.vigil.recognizer.photo;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import java.util.List;

/** What became of a photo that was to be enrolled. */
public sealed interface Enrolment {
    /**
     * The face is in the gallery.
     *
     * @param person whose it is
     * @param personCreated whether the person is new
     * @param face what the gallery holds of it
     * @param added whether it is new, and not the same photo once more
     * @param warnings one sentence for each thing that is poor about the photo
     */
    record Enrolled(Person person, boolean personCreated, FaceTemplate face, boolean added, List<String> warnings)
            implements Enrolment {
        /** Copies the warnings. */
        public Enrolled {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Nothing was changed.
     *
     * @param status the HTTP status that fits: 404 for an unknown person, 409 for a name that is not theirs, 422 for the photo
     * @param sentence what is wrong, and what to do
     */
    record Refused(int status, String sentence) implements Enrolment {}
}
