package dev.vigil.recognizer.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a decision is what it is. */
public enum Reason {
    /** The best score reaches the threshold, and the second person is far enough behind. */
    ABOVE_THRESHOLD,
    /** The best score reaches the threshold, but the second person is too close. */
    SMALL_MARGIN,
    /** The best score lies between the lower threshold and the threshold. */
    BETWEEN_THRESHOLDS,
    /** The best score is below the lower threshold. */
    BELOW_THRESHOLD,
    /** The gallery holds nobody. */
    EMPTY_GALLERY,
    /** No shot of the track was good enough to be searched. */
    LOW_QUALITY,
    /** The face was too small in every frame. */
    TOO_SMALL,
    /** The person is marked as ignored. */
    IGNORED_PERSON,
    /** The face resembles a negative example ("this is not X") at least as much as X, and nobody else enough. */
    NEGATIVE_EXAMPLE,
    /** The face is more like a picture of a face, as {@code minLiveness} has it. */
    NOT_LIVE,
    /** The gallery refused the embedding for good. */
    REFUSED_BY_GALLERY;

    /** As JSON writes it, as {@code above-threshold}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
