package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition.CandidateRef;
import dev.vigil.recognizer.event.Recognition.PersonRef;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.Thresholds;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a probe is. A match needs the threshold that the model's card gives for the false positive rate wanted and the number of
 * templates searched, and a margin to the second <em>person</em>; down to the threshold for thirty times that rate it is
 * uncertain; below it, and in an empty gallery, unknown. Whom a negative example vetoes is nobody's candidate: the others decide,
 * and where none of them reaches the lower threshold, the veto is the reason. Pure.
 *
 * @param curve the embedder's false match rates, from its card
 * @param falsePositiveRate wanted per track, in (0, 1)
 * @param minMargin between the best and the second person's cosine, in [0, 2]
 * @param threshold that a match needs whatever the rate, a cosine in [-1, 1]; null for that of the rate
 */
public record DecisionRule(
        FalseMatchCurve curve,
        double falsePositiveRate,
        float minMargin,
        @Nullable Float threshold) {
    /** The false positive rate at which NIST's FRTE reports: 0.003. */
    public static final double DEFAULT_RATE = .003;
    /** The margin that a match needs, where nothing else is said: 0.05. */
    public static final float DEFAULT_MARGIN = .05f;

    /** Refuses what is no rate, no margin or no cosine. */
    public DecisionRule {
        if (!(falsePositiveRate > 0 && falsePositiveRate < 1)) {
            throw new IllegalArgumentException(
                    "falsePositiveRate lies between 0 and 1, unlike " + falsePositiveRate + ".");
        }
        if (!(minMargin >= 0 && minMargin <= 2)) {
            throw new IllegalArgumentException("minMargin lies between 0 and 2, unlike " + minMargin + ".");
        }
        if (threshold != null && !(threshold >= -1 && threshold <= 1)) {
            throw new IllegalArgumentException("A threshold lies between -1 and 1, unlike " + threshold + ".");
        }
    }

    /** By the rate. */
    public DecisionRule(FalseMatchCurve curve, double falsePositiveRate, float minMargin) {
        this(curve, falsePositiveRate, minMargin, null);
    }

    /** The same with another threshold; null for that of the rate. */
    public DecisionRule withThreshold(@Nullable Float other) {
        return new DecisionRule(curve, falsePositiveRate, minMargin, other);
    }

    /**
     * Decides.
     *
     * @param candidates each person once, in any order
     * @param templates how many were searched, not negative
     */
    public Verdict decide(List<Candidate> candidates, int templates) {
        if (templates == 0) {
            return Verdict.unsearched(Reason.EMPTY_GALLERY);
        }
        Thresholds thresholds = threshold == null
                ? Thresholds.of(curve, falsePositiveRate, templates)
                : Thresholds.at(curve, threshold, templates);
        List<Candidate> best = candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::person))
                .toList();
        if (best.isEmpty()) {
            return verdict(Decision.UNKNOWN, Reason.BELOW_THRESHOLD, best, null, thresholds, templates);
        }
        List<Candidate> left =
                best.stream().filter(candidate -> !candidate.vetoed()).toList();
        boolean vetoed = best.get(0).vetoed() && best.get(0).score() >= thresholds.lowerThreshold();
        if (vetoed && (left.isEmpty() || left.get(0).score() < thresholds.lowerThreshold())) {
            return verdict(Decision.UNKNOWN, Reason.NEGATIVE_EXAMPLE, best, null, thresholds, templates);
        }
        return left.isEmpty()
                ? verdict(Decision.UNKNOWN, Reason.BELOW_THRESHOLD, best, null, thresholds, templates)
                : decide(left, thresholds, templates);
    }

    /** Among candidates of whom none is vetoed, best first. */
    private Verdict decide(List<Candidate> best, Thresholds thresholds, int templates) {
        Candidate first = best.get(0);
        @Nullable
        Float margin = best.size() < 2 ? null : first.score() - best.get(1).score();
        if (first.score() < thresholds.lowerThreshold()) {
            return verdict(Decision.UNKNOWN, Reason.BELOW_THRESHOLD, best, margin, thresholds, templates);
        }
        if (first.score() < thresholds.threshold()) {
            return verdict(Decision.UNCERTAIN, Reason.BETWEEN_THRESHOLDS, best, margin, thresholds, templates);
        }
        if (margin != null && margin < minMargin) {
            return verdict(Decision.UNCERTAIN, Reason.SMALL_MARGIN, best, margin, thresholds, templates);
        }
        return first.ignored()
                ? verdict(Decision.IGNORED, Reason.IGNORED_PERSON, best, margin, thresholds, templates)
                : verdict(Decision.MATCH, Reason.ABOVE_THRESHOLD, best, margin, thresholds, templates);
    }

    private static Verdict verdict(
            Decision decision,
            Reason reason,
            List<Candidate> best,
            @Nullable Float margin,
            Thresholds thresholds,
            int templates) {
        return new Verdict(
                decision,
                reason,
                decision == Decision.UNKNOWN ? null : person(best.get(0)),
                best.isEmpty() ? null : best.get(0).score(),
                thresholds.threshold(),
                thresholds.lowerThreshold(),
                margin,
                thresholds.falsePositiveRate(),
                thresholds.extrapolated(),
                templates,
                best.stream()
                        .map(c -> new CandidateRef(c.person(), c.name(), c.score()))
                        .toList());
    }

    private static PersonRef person(Candidate candidate) {
        return new PersonRef(candidate.person(), candidate.name(), candidate.watchlists());
    }
}
