package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.FalseMatchCurves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecideSettingsTest {
    private static final FalseMatchCurve SINGLE = curve(.42);
    private static final FalseMatchCurve TRACK = curve(.44);
    private final DecideSettings settings = new DecideSettings(
            new DecisionRule(DecisionRuleTest.CURVE, .003, .05f),
            Map.of(),
            Duration.ofMillis(25),
            5,
            new DecideSettings.AlertSettings(
                    Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5), Map.of()),
            () -> Map.of("known", new FalseMatchCurves(SINGLE, TRACK)),
            0);

    @Test
    void oneShotIsDecidedAsAPhotographAndSeveralAsATrack() {
        assertThat(settings.ruleFor("known", 1).curve()).isEqualTo(SINGLE);
        assertThat(settings.ruleFor("known", 2).curve()).isEqualTo(TRACK);
    }

    @Test
    void ofAnUnknownEmbedderTheThresholdsAreAssumed() {
        assertThat(settings.ruleFor("stranger", 3).curve().isAssumed()).isTrue();
    }

    private static FalseMatchCurve curve(double score) {
        return new FalseMatchCurve(
                List.of(new FalseMatchCurve.Point(.34, 1e-3), new FalseMatchCurve.Point(score, 1e-4)), "still", true);
    }
}
