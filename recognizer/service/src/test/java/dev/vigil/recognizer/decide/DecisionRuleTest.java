package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionRuleTest {
    static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(
                    new FalseMatchCurve.Point(.34, 1e-3),
                    new FalseMatchCurve.Point(.42, 1e-4),
                    new FalseMatchCurve.Point(.48, 1e-5)),
            "still",
            false);

    private final DecisionRule rule = new DecisionRule(CURVE, .003, .05f);

    /** With 30 templates the rate per comparison is 1e-4, and that of "uncertain" about 3e-3. */
    @ParameterizedTest
    @CsvSource({
        ".43,  .10, false, MATCH,     ABOVE_THRESHOLD",
        ".43,     , false, MATCH,     ABOVE_THRESHOLD",
        ".43,  .10, true,  IGNORED,   IGNORED_PERSON",
        ".43,  .39, false, UNCERTAIN, SMALL_MARGIN",
        ".43,  .39, true,  UNCERTAIN, SMALL_MARGIN",
        ".41,  .10, false, UNCERTAIN, BETWEEN_THRESHOLDS",
        ".31,  .30, false, UNCERTAIN, BETWEEN_THRESHOLDS",
        ".29,  .10, false, UNKNOWN,   BELOW_THRESHOLD",
        "-.20,    , true,  UNKNOWN,   BELOW_THRESHOLD"
    })
    void decidesByThresholdAndMargin(float best, Float second, boolean ignored, Decision decision, Reason reason) {
        List<Candidate> candidates = second == null
                ? List.of(candidate("a", best, ignored))
                : List.of(candidate("b", second, false), candidate("a", best, ignored));

        Verdict verdict = rule.decide(candidates, 30);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.score()).isEqualTo(best);
        assertThat(verdict.person() != null).isEqualTo(decision != Decision.UNKNOWN);
        assertThat(verdict.candidates().get(0).person()).isEqualTo("a");
        assertThat(verdict.margin()).isEqualTo(second == null ? null : (Float) (best - second));
    }

    @Test
    void takesTheThresholdsOfTheCardForTheGalleryThatWasSearched() {
        Thresholds expected = Thresholds.of(CURVE, .003, 30);

        Verdict verdict = rule.decide(List.of(candidate("a", .5f, false)), 30);

        assertThat(verdict.threshold()).isEqualTo(expected.threshold());
        assertThat(verdict.lowerThreshold()).isEqualTo(expected.lowerThreshold());
        assertThat(verdict.falsePositiveRate()).isEqualTo(.003);
        assertThat(verdict.templates()).isEqualTo(30);
        assertThat(rule.decide(List.of(candidate("a", .5f, false)), 100_000).extrapolated())
                .isTrue();
    }

    @Test
    void needsAHigherScoreInALargerGallery() {
        assertThat(rule.decide(List.of(candidate("a", .45f, false)), 10).decision())
                .isEqualTo(Decision.MATCH);
        assertThat(rule.decide(List.of(candidate("a", .45f, false)), 2_000).decision())
                .isEqualTo(Decision.UNCERTAIN);
    }

    @Test
    void knowsNobodyInAnEmptyGallery() {
        Verdict verdict = rule.decide(List.of(), 0);

        assertThat(verdict.decision()).isEqualTo(Decision.UNKNOWN);
        assertThat(verdict.reason()).isEqualTo(Reason.EMPTY_GALLERY);
        assertThat(verdict.threshold()).isNull();
    }

    @Test
    void takesAMatchForBetterThanUncertainWhateverTheScores() {
        Verdict match = rule.decide(List.of(candidate("a", .43f, false)), 30);
        Verdict close = rule.decide(List.of(candidate("a", .60f, false), candidate("b", .58f, false)), 30);
        Verdict higher = rule.decide(List.of(candidate("c", .50f, false)), 30);

        assertThat(match.better(close)).isTrue();
        assertThat(close.better(match)).isFalse();
        assertThat(higher.better(match)).isTrue();
        assertThat(match.better(match)).isFalse();
    }

    @Test
    void aVetoedPersonIsNobodysCandidateAndTheOthersDecide() {
        Verdict alone = rule.decide(List.of(vetoed("a", .60f)), 30);
        assertThat(alone.decision()).isEqualTo(Decision.UNKNOWN);
        assertThat(alone.reason()).isEqualTo(Reason.NEGATIVE_EXAMPLE);
        assertThat(alone.person()).isNull();
        assertThat(alone.score()).isEqualTo(.60f);
        assertThat(rule.decide(List.of(vetoed("a", .60f), candidate("b", .10f, false)), 30)
                        .reason())
                .isEqualTo(Reason.NEGATIVE_EXAMPLE);
        Verdict other = rule.decide(List.of(vetoed("a", .60f), candidate("b", .58f, false)), 30);
        assertThat(other.decision()).as("a is no rival of b any more").isEqualTo(Decision.MATCH);
        assertThat(other.personId()).isEqualTo("b");
        assertThat(rule.decide(List.of(vetoed("a", .10f)), 30).reason())
                .as("nobody was near")
                .isEqualTo(Reason.BELOW_THRESHOLD);
    }

    private static Candidate vetoed(String id, float score) {
        return new Candidate(id, id, List.of(), false, "f", score, true, score, null, null, null);
    }

    @Test
    void refusesWhatIsNoRateOrMargin() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionRule(CURVE, 0, .05f));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionRule(CURVE, .003, -1));
    }

    static Candidate candidate(String id, float score, boolean ignored) {
        return new Candidate(id, "Name of " + id, List.of(), ignored, "f-" + id, score);
    }
}
