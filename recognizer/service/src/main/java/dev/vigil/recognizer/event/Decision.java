package dev.vigil.recognizer.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who a track is, as far as it can be said. */
public enum Decision {
    /** This person: above the threshold, with a margin to the second. */
    MATCH,
    /** Perhaps this person: between the thresholds, or too close to the second. */
    UNCERTAIN,
    /** Nobody of the gallery, or too poor a picture to say. */
    UNKNOWN,
    /** A person whom the operator asked to ignore. */
    IGNORED;

    /** As JSON writes it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
