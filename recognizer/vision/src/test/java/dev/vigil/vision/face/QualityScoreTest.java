package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QualityScoreTest {
    @Test
    void aGoodPictureScoresNearlyOne() {
        assertThat(QualityScore.of(60, 300, 120, 0, 0)).isGreaterThan(.95f);
    }

    @Test
    void eachFaultAloneLowersTheScoreStepByStep() {
        float[] pixels = {60, 20, 12, 8, 5, 2, 0};
        float[] sharpness = {300, 60, 20, 8, 3, 1, 0};
        float[] dark = {120, 60, 30, 15, 6, 2, 0};
        float[] bright = {120, 190, 215, 235, 245, 252, 255};
        float[] angle = {0, 15, 30, 45, 60, 75, 90};
        for (int i = 1; i < pixels.length; i++) {
            assertThat(QualityScore.of(pixels[i], 300, 120, 0, 0))
                    .isLessThan(QualityScore.of(pixels[i - 1], 300, 120, 0, 0));
            assertThat(QualityScore.of(60, sharpness[i], 120, 0, 0))
                    .isLessThan(QualityScore.of(60, sharpness[i - 1], 120, 0, 0));
            assertThat(QualityScore.of(60, 300, dark[i], 0, 0)).isLessThan(QualityScore.of(60, 300, dark[i - 1], 0, 0));
            assertThat(QualityScore.of(60, 300, bright[i], 0, 0))
                    .isLessThan(QualityScore.of(60, 300, bright[i - 1], 0, 0));
            assertThat(QualityScore.of(60, 300, 120, angle[i], 0))
                    .isLessThan(QualityScore.of(60, 300, 120, angle[i - 1], 0))
                    .isCloseTo(QualityScore.of(60, 300, 120, -angle[i], 0), within(1e-6f));
            assertThat(QualityScore.of(60, 300, 120, 0, -angle[i]))
                    .isLessThan(QualityScore.of(60, 300, 120, 0, -angle[i - 1]));
        }
    }

    @Test
    void aSharpFaceInTheDarkIsNotTakenForABlurredOne() {
        // A quarter of the light leaves a sixteenth of the Laplacian's variance.
        assertThat(QualityScore.of(60, 160 / 16f, 30, 0, 0)).isGreaterThan(.85f);
        assertThat(QualityScore.of(60, 160 / 16f, 120, 0, 0)).isLessThan(.82f);
    }

    @Test
    void staysWithinZeroAndOneForTheWorst() {
        assertThat(QualityScore.of(0, 0, 0, 90, 90)).isZero();
        assertThat(QualityScore.of(Float.NaN, 300, 120, 0, 0)).isZero();
        assertThat(QualityScore.of(1e9f, 1e9f, 128, 0, 0)).isBetween(.9f, 1f);
    }
}
