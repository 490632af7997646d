package dev.vigil.vision.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.match.FalseMatchCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked by hand from the three still-image points of the default embedder. */
final class ThresholdsTest {
    private static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(new Point(.34, 1e-3), new Point(.42, 1e-4), new Point(.48, 1e-5)), "still", false);

    @Test
    void ofTwentyEightTemplatesAreTheExampleOfTheDesign() {
        // 1-(1-.003)^(1/28) = 1.07301e-4, log10 = -3.96940: .34 + .08*.96940 = .41755
        // 1-(1-.09)^(1/28) = 3.36256e-3, log10 = -2.47333: .34 - .08*.52667 = .29787
        Thresholds t = Thresholds.of(CURVE, .003, 28);
        assertThat(t.threshold()).isCloseTo(.41755f, within(1e-4f));
        assertThat(t.lowerThreshold()).isCloseTo(.29787f, within(1e-4f));
        assertThat(t.falsePositiveRate()).isEqualTo(.003);
        assertThat(t.extrapolated()).isFalse();
    }

    @Test
    void ofOneTemplateAreThoseOfTheRateItself() {
        // log10(.003) = -2.52288: .34 - .08*.47712 = .30183; log10(.09) = -1.04576: .34 - .08*1.95424 = .18366
        Thresholds t = Thresholds.of(CURVE, .003, 1);
        assertThat(t.threshold()).isCloseTo(.30183f, within(1e-4f));
        assertThat(t.lowerThreshold()).isCloseTo(.18366f, within(1e-4f));
        assertThat(t.extrapolated()).isTrue();
    }

    @Test
    void ofManyTemplatesReachBeyondWhatWasMeasuredAndSaySo() {
        // .003/1e6 = 3.0045e-9, log10 = -8.52223: .48 + .06*3.52223 = .69133
        Thresholds t = Thresholds.of(CURVE, .003, 1_000_000);
        assertThat(t.threshold()).isCloseTo(.69133f, within(1e-4f));
        assertThat(t.extrapolated()).isTrue();
        assertThat(Thresholds.of(CURVE, .003, 300).extrapolated()).isFalse();
        assertThat(Thresholds.of(CURVE, .003, 301).extrapolated()).isTrue();
    }

    @Test
    void ofAGivenScoreSayWhichRateThatIs() {
        // 1-(1-1e-4)^28 = .0027962, thirty times that .0838862; 1-(1-.0838862)^(1/28) = 3.1241e-3: .34 - .08*.49472 =
        // .30042
        Thresholds t = Thresholds.at(CURVE, .42f, 28);
        assertThat(t.threshold()).isEqualTo(.42f);
        assertThat(t.falsePositiveRate()).isCloseTo(.0027962, within(1e-6));
        assertThat(t.lowerThreshold()).isCloseTo(.30042f, within(1e-4f));
        assertThat(t.extrapolated()).isFalse();
        for (float score : new float[] {-1, 0, .999f, 1}) {
            Thresholds extreme = Thresholds.at(CURVE, score, 1_000);
            assertThat(extreme.lowerThreshold()).isLessThanOrEqualTo(score);
            assertThat(extreme.falsePositiveRate()).isGreaterThan(0).isLessThan(1);
        }
    }

    @Test
    void riseWithTheGalleryAndNeverCross() {
        float before = -1;
        for (int n = 1; n > 0 && n < 1 << 30; n *= 3) {
            Thresholds t = Thresholds.of(CURVE, .003, n);
            assertThat(t.threshold()).isGreaterThanOrEqualTo(before);
            assertThat(t.lowerThreshold()).isLessThanOrEqualTo(t.threshold());
            before = t.threshold();
        }
        Thresholds loose = Thresholds.of(CURVE, .9995, 3);
        assertThat(loose.lowerThreshold()).isLessThanOrEqualTo(loose.threshold());
        assertThat(Thresholds.of(CURVE, 1e-9, Integer.MAX_VALUE).threshold()).isEqualTo(1);
    }

    @Test
    void refuseWhatIsNoRateOrNoGallery() {
        assertThatThrownBy(() -> Thresholds.of(CURVE, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Thresholds.of(CURVE, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Thresholds.of(CURVE, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Thresholds.of(CURVE, .003, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
