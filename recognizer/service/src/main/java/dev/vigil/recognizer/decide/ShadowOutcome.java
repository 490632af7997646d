package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How what a second embedder would have decided compares with what the active one did, each by its own faces and thresholds. */
public enum ShadowOutcome {
    /** Both name the same person. */
    SAME_PERSON,
    /** Each names another person. */
    OTHER_PERSON,
    /** Both name nobody. */
    BOTH_NOBODY,
    /** Only the active one names somebody. */
    ACTIVE_ONLY,
    /** Only the second one names somebody. */
    SHADOW_ONLY,
    /** The gallery did not answer, or has no face of the second one's. */
    NOT_SEARCHED;

    /** As the metric's label, as {@code same-person}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of two verdicts about the same pictures. */
    static ShadowOutcome of(Verdict active, Verdict shadow) {
        if (shadow.templates() == 0) {
            return NOT_SEARCHED;
        }
        String one = named(active);
        String other = named(shadow);
        if (one == null) {
            return other == null ? BOTH_NOBODY : SHADOW_ONLY;
        }
        if (other == null) {
            return ACTIVE_ONLY;
        }
        return one.equals(other) ? SAME_PERSON : OTHER_PERSON;
    }

    /** Who is said to be seen: an uncertain verdict names nobody. */
    private static @Nullable String named(Verdict verdict) {
        boolean sure = verdict.decision() == Decision.MATCH || verdict.decision() == Decision.IGNORED;
        return sure ? verdict.personId() : null;
    }
}
