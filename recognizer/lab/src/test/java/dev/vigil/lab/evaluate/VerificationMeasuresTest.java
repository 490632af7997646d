package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VerificationMeasuresTest {
    private static final VerificationMeasures APART =
            new VerificationMeasures(new float[] {.6f, .7f, .8f}, new float[] {.1f, .2f});

    private static final VerificationMeasures MIXED =
            new VerificationMeasures(new float[] {.2f, .5f, .6f, .9f}, new float[] {.1f, .3f, .4f, .7f});

    @Test
    void whatIsApartHasNoErrors() {
        assertThat(APART.bestThreshold()).isCloseTo(.4, within(1e-6));
        assertThat(APART.accuracy(.4)).isEqualTo(1);
        assertThat(APART.equalErrorRate()).isZero();
        assertThat(APART.areaUnderCurve()).isEqualTo(1);
    }

    @Test
    void aScoreAtTheThresholdIsAccepted() {
        assertThat(MIXED.trueAcceptRate(.5f)).isEqualTo(.75);
        assertThat(MIXED.falseAcceptRate(.4f)).isEqualTo(.5);
    }

    @Test
    void workedByHand() {
        // above .45: three of four genuine, one of four impostors
        assertThat(MIXED.bestThreshold()).isCloseTo(.45, within(1e-6));
        assertThat(MIXED.accuracy(MIXED.bestThreshold())).isEqualTo(.75);
        assertThat(MIXED.equalErrorRate()).isCloseTo(.25, within(1e-9));
        // of 16 comparisons genuine against impostor, .2 loses 3, .5 and .6 lose 1 each
        assertThat(MIXED.areaUnderCurve()).isCloseTo(11.0 / 16, within(1e-9));
    }

    @Test
    void tiesCountHalf() {
        assertThat(new VerificationMeasures(new float[] {.5f}, new float[] {.5f}).areaUnderCurve())
                .isEqualTo(.5);
    }

    @Test
    void scoresWithoutMeaningGiveHalf() {
        Random random = new Random(7);
        float[] genuine = new float[4000];
        float[] impostor = new float[4000];
        for (int i = 0; i < genuine.length; i++) {
            genuine[i] = random.nextFloat();
            impostor[i] = random.nextFloat();
        }
        VerificationMeasures measures = new VerificationMeasures(genuine, impostor);
        assertThat(measures.equalErrorRate()).isCloseTo(.5, within(.03));
        assertThat(measures.areaUnderCurve()).isCloseTo(.5, within(.03));
    }
}
