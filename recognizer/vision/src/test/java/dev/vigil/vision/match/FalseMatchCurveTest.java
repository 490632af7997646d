package dev.vigil.vision.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.json.Json;
import dev.vigil.vision.match.FalseMatchCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FalseMatchCurveTest {
    private static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(new Point(.34, 1e-3), new Point(.42, 1e-4), new Point(.48, 1e-5)), "still", false);

    @Test
    void goesThroughItsPointsBothWays() {
        for (Point point : CURVE.points()) {
            assertThat(CURVE.score(point.falseMatchRate())).isCloseTo(point.score(), within(1e-12));
            assertThat(CURVE.falseMatchRate(point.score())).isCloseTo(point.falseMatchRate(), within(1e-12));
        }
    }

    @Test
    void isLinearInTheLogarithmBetweenThem() {
        assertThat(CURVE.falseMatchRate(.38)).isCloseTo(Math.pow(10, -3.5), within(1e-9));
        assertThat(CURVE.score(Math.pow(10, -4.5))).isCloseTo(.45, within(1e-9));
    }

    @Test
    void goesOnWithTheOutermostSlopeAndSaysSo() {
        assertThat(CURVE.score(1e-7)).isCloseTo(.60, within(1e-9));
        assertThat(CURVE.score(1e-2)).isCloseTo(.26, within(1e-9));
        assertThat(CURVE.extrapolates(1e-7)).isTrue();
        assertThat(CURVE.extrapolates(1e-2)).isTrue();
        assertThat(CURVE.extrapolates(1e-3)).isFalse();
        assertThat(CURVE.extrapolates(1e-5)).isFalse();
        assertThat(CURVE.extrapolates(3e-4)).isFalse();
    }

    @Test
    void staysAmongCosinesAndRates() {
        assertThat(CURVE.score(1e-300)).isEqualTo(1);
        assertThat(CURVE.falseMatchRate(-1)).isEqualTo(1);
        assertThat(CURVE.falseMatchRate(1)).isPositive();
    }

    @Test
    void sortsItsPointsAndRefusesACurveThatRises() {
        FalseMatchCurve turned = new FalseMatchCurve(List.of(new Point(.5, 1e-4), new Point(.3, 1e-2)), "track", true);
        assertThat(turned.points().get(0).score()).isEqualTo(.3);
        assertThatThrownBy(() -> new FalseMatchCurve(List.of(new Point(.3, 1e-4), new Point(.5, 1e-2)), "still", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FalseMatchCurve(List.of(new Point(.3, 1e-4)), "still", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FalseMatchCurve(CURVE.points(), "video", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point(.3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point(Double.NaN, .1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereNothingWasMeasuredEverythingIsExtrapolated() {
        FalseMatchCurve assumed = FalseMatchCurve.assumed();
        assertThat(assumed.isAssumed()).isTrue();
        assertThat(assumed.extrapolates(1e-4)).isTrue();
        assertThat(assumed.score(1e-4)).isCloseTo(.42, within(1e-9));
        assertThat(CURVE.isAssumed()).isFalse();
    }

    @Test
    void fittedPointsAreUsedAndCountAsExtrapolated() {
        FalseMatchCurve fitted = new FalseMatchCurve(
                List.of(new Point(.34, 1e-3), new Point(.42, 1e-4), new Point(.46, 1e-5, 5e-6, 3e-5, true)),
                "still",
                true);
        assertThat(fitted.score(1e-5)).isCloseTo(.46, within(1e-9));
        assertThat(fitted.score(1e-6)).isCloseTo(.50, within(1e-9));
        assertThat(fitted.extrapolates(1e-4)).isFalse();
        assertThat(fitted.extrapolates(5e-5)).isTrue();
        assertThat(Json.read(Json.line(fitted), FalseMatchCurve.class)).isEqualTo(fitted);
        assertThatThrownBy(() -> new FalseMatchCurve(
                        List.of(new Point(.34, 1e-3), new Point(.42, 1e-4, null, null, true)), "still", true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void survivesJson() {
        assertThat(Json.read(Json.line(CURVE), FalseMatchCurve.class)).isEqualTo(CURVE);
    }
}
