package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something odd about a face that is enrolled.
 *
 * @param kind what
 * @param person whom the face was compared with: the person themselves, or another
 * @param face the id of the face that it was found by; null where none stands out
 * @param score the cosine with it, in [-1, 1]
 * @param sentence what it means, and what to do; names ids only
 */
public record EnrolmentWarning(
        Kind kind, String person, @Nullable String face, float score, String sentence) {
    /** What may be odd. */
    public enum Kind {
        /** The person has nearly the same picture already. */
        DUPLICATE,
        /** It resembles none of the person's own faces. */
        OUTLIER,
        /** It resembles somebody else. */
        CONFLICT;

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
