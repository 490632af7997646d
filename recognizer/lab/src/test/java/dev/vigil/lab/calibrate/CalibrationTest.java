package dev.vigil.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.match.FalseMatchCurve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** People are directions drawn at random in 64 dimensions, so that cosines of different people have a known distribution. */
class CalibrationTest {
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");
    private static final int DIMENSIONS = 64;

    private static List<Template> templates(int people, int pictures, long seed) {
        Random random = new Random(seed);
        List<Template> templates = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            float[] direction = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                direction[i] = (float) random.nextGaussian();
            }
            for (int picture = 0; picture < pictures; picture++) {
                float[] noisy = direction.clone();
                for (int i = 0; i < DIMENSIONS; i++) {
                    noisy[i] += .5f * (float) random.nextGaussian();
                }
                templates.add(new Template("p" + person, Embedding.normalised(noisy), .9f));
            }
        }
        return templates;
    }

    @Test
    void countedRatesAreThoseOfTheDistributionThatScoresWereDrawnFrom() {
        Calibration found = Calibration.of(templates(300, 2, 1), "directions", AT);
        assertThat(found.comparisons()).isEqualTo(600 * 598 / 2);
        FalseMatchCurve curve = found.stills();
        // the cosine of two random directions in d dimensions has the variance 1/d, and is close to normal: 2.326 and
        // 3.090 deviations
        assertThat(curve.score(.01)).isCloseTo(2.326 / 8, within(.012));
        assertThat(curve.score(.001)).isCloseTo(3.090 / 8, within(.02));
        assertThat(curve.calibrated()).isTrue();
        assertThat(curve.at()).isEqualTo(AT);
        assertThat(curve.note()).contains("directions").contains("300 people").contains("2026-11-24");
        assertThat(curve.points())
                .allSatisfy(point -> assertThat(point.falseMatchRate()).isBetween(point.low(), point.high()));
        assertThat(Json.read(Json.line(curve), FalseMatchCurve.class)).isEqualTo(curve);
    }

    @Test
    void ratesThatTooFewComparisonsReachAreFittedAndSaidToBeExtrapolated() {
        FalseMatchCurve curve = Calibration.of(templates(300, 2, 1), "x", AT).stills();
        FalseMatchCurve.Tail tail = curve.tail();
        assertThat(tail).isNotNull();
        assertThat(tail.exceedances()).isEqualTo(897);
        assertThat(tail.probability()).isGreaterThan(.05);
        assertThat(curve.extrapolates(1e-3)).isFalse();
        assertThat(curve.extrapolates(1e-4)).isTrue();
        // 3.719 and 4.265 deviations of the normal, which a tail of cosines stays a little under
        assertThat(curve.score(1e-4)).isCloseTo(3.719 / 8, within(.03));
        assertThat(curve.score(1e-5)).isBetween(4.265 / 8 - .08, 4.265 / 8 + .05);
    }

    @Test
    void intervalsTellHowFewPeopleThereWere() {
        FalseMatchCurve few = Calibration.of(templates(30, 20, 2), "x", AT).stills();
        FalseMatchCurve many = Calibration.of(templates(600, 1, 2), "x", AT).stills();
        assertThat(width(few)).isGreaterThan(3 * width(many));
    }

    /** Of the rate's interval at a hundredth, as a factor. */
    private static double width(FalseMatchCurve curve) {
        FalseMatchCurve.Point point = curve.points().stream()
                .filter(p -> Math.abs(p.falseMatchRate() - .01) < 1e-3)
                .findFirst()
                .orElseThrow();
        return Math.log(point.high() / point.low());
    }

    @Test
    void aTracksRateIsThatOfTheBestOfItsQuestions() {
        Calibration found = Calibration.of(templates(60, 4, 3), "x", AT);
        FalseMatchCurve tracks = found.tracks();
        assertThat(tracks).isNotNull();
        assertThat(tracks.kind()).isEqualTo("track");
        assertThat(found.trackComparisons()).isEqualTo(60 * 59 * 4);
        assertThat(tracks.score(.01)).isGreaterThan(found.stills().score(.01));
    }

    @Test
    void aTrackIsNeverSaidToBeSaferThanASinglePicture() {
        for (int seed = 1; seed <= 12; seed++) {
            Calibration found = Calibration.of(templates(50, 3, seed), "x", AT);
            FalseMatchCurve tracks = found.tracks();
            assertThat(tracks).isNotNull();
            double end = Math.max(
                    tracks.points().get(tracks.points().size() - 1).score(),
                    found.stills()
                            .points()
                            .get(found.stills().points().size() - 1)
                            .score());
            for (double score = .3; score <= end; score += .01) {
                assertThat(tracks.falseMatchRate(score))
                        .as("seed %s, score %s", seed, score)
                        .isGreaterThanOrEqualTo(found.stills().falseMatchRate(score) * .9);
            }
        }
    }

    @Test
    void whereNobodyHasSeveralPicturesTracksAreNotMeasuredAndItSaysWhy() {
        Calibration found = Calibration.of(templates(60, 1, 3), "x", AT);
        assertThat(found.tracks()).isNull();
        assertThat(found.trackTail()).contains("0 people have two pictures");
    }

    @Test
    void tooFewPeopleAreRefused() {
        assertThatThrownBy(() -> Calibration.of(templates(19, 4, 4), "x", AT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("20 people");
        assertThatThrownBy(() -> Calibration.of(templates(21, 1, 4), "x", AT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("210 comparisons");
    }

    @Test
    void whoeverIsDrawnOnceEachCountsAsCounted() {
        List<Template> templates = templates(25, 3, 5);
        ImpostorPairs stills = ImpostorPairs.ofStills(templates, 1);
        int[] once = new int[25];
        Arrays.fill(once, 1);
        assertThat(stills.count()).isEqualTo(75 * 72 / 2);
        assertThat(stills.total(once)).isEqualTo((double) stills.count());
        assertThat(stills.kept()).isEqualTo((int) stills.count());
        ImpostorPairs tracks = ImpostorPairs.ofTracks(FusedTracks.of(templates), templates, .5);
        assertThat(tracks.count()).isEqualTo(25 * 24 * 3);
        assertThat(tracks.total(once)).isEqualTo((double) tracks.count());
        assertThat(tracks.kept()).isBetween(880, 900);
        for (int k = 1; k < stills.kept(); k++) {
            assertThat(stills.score(k)).isLessThanOrEqualTo(stills.score(k - 1));
        }
    }
}
