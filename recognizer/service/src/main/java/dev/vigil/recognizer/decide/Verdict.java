package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition.CandidateRef;
import dev.vigil.recognizer.event.Recognition.PersonRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rule says of one probe. Fields as in {@link dev.vigil.recognizer.event.Recognition}.
 *
 * @param decision who
 * @param reason why
 * @param person null where the decision names none
 * @param score of the best candidate, a cosine in [-1, 1]; null where nothing was found
 * @param threshold of a match; null where nothing was searched
 * @param lowerThreshold of uncertain; null where nothing was searched
 * @param margin to the second person; null where there is none
 * @param falsePositiveRate that the threshold stands for; null where nothing was searched
 * @param extrapolated whether the model's card had to be extrapolated
 * @param templates how many were searched
 * @param candidates best first
 */
public record Verdict(
        Decision decision,
        Reason reason,
        @Nullable PersonRef person,
        @Nullable Float score,
        @Nullable Float threshold,
        @Nullable Float lowerThreshold,
        @Nullable Float margin,
        @Nullable Double falsePositiveRate,
        boolean extrapolated,
        int templates,
        List<CandidateRef> candidates) {
    /** Copies the candidates. */
    public Verdict {
        candidates = List.copyOf(candidates);
    }

    /** Unknown, for a reason that needs no search. */
    public static Verdict unsearched(Reason reason) {
        return new Verdict(Decision.UNKNOWN, reason, null, null, null, null, null, null, false, 0, List.of());
    }

    /** The same search, of a face that is taken for a picture of one: nobody is there. */
    Verdict notLive() {
        return new Verdict(
                Decision.UNKNOWN,
                Reason.NOT_LIVE,
                null,
                score,
                threshold,
                lowerThreshold,
                margin,
                falsePositiveRate,
                extrapolated,
                templates,
                candidates);
    }

    /** Whether it says more than {@code other}: a match or an ignored person more than uncertain, that more than unknown; then by score. */
    public boolean better(Verdict other) {
        if (weight() != other.weight()) {
            return weight() > other.weight();
        }
        return scoreOrLowest() > other.scoreOrLowest();
    }

    /** The score, or less than any where there is none. */
    public float scoreOrLowest() {
        return score == null ? -2 : score;
    }

    /** The person's id, or null. */
    public @Nullable String personId() {
        return person == null ? null : person.id();
    }

    private int weight() {
        return switch (decision) {
            case MATCH, IGNORED -> 3;
            case UNCERTAIN -> 2;
            case UNKNOWN -> 1;
        };
    }
}
