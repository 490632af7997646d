package dev.vigil.gallery.backup;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a thing of a backup. */
public enum ImportOutcome {
    /** Written. */
    IMPORTED,
    /** All was there already. */
    SAME,
    /** Another one is there, and stays. */
    KEPT;

    /** As JSON writes it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
