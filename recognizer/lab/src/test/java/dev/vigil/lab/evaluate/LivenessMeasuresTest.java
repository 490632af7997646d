package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LivenessMeasuresTest {
    @Test
    void countsAttacksThatPassAndFacesThatAreRefused() {
        LivenessReport.Row row = new LivenessMeasures(
                        Map.of("a", List.of(.9f, .8f), "b", List.of(.7f, .3f)),
                        Map.of("a", List.of(.1f, .2f), "b", List.of(.6f, .0f)))
                .row(1);
        assertThat(row.live()).isEqualTo(4);
        assertThat(row.attacks()).isEqualTo(4);
        // of 16 pairs of a face and an attack only (.3, .6) is the wrong way round
        assertThat(row.auc()).isCloseTo(15 / 16.0, within(1e-9));
        assertThat(row.eer()).isCloseTo(.25, within(1e-9));
        assertThat(row.atHalf()).isEqualTo(new LivenessReport.Errors(.25, .25));
        assertThat(row.aucInterval().low()).isLessThan(row.auc());
        assertThat(row.aucInterval().high()).isEqualTo(1);
        assertThat(row.curve()).hasSize(60).allMatch(point -> point.falsePositive() >= 0 && point.falseNegative() <= 1);
    }

    @Test
    void ofOnePersonNothingIsKnownAboutOthers() {
        LivenessReport.Row row = new LivenessMeasures(Map.of("a", List.of(.9f)), Map.of("a", List.of(.1f))).row(1);
        assertThat(row.eer()).isZero();
        assertThat(row.eerInterval()).isEqualTo(new Interval(0, 1));
    }

    @Test
    void picturesInSuccessionDifferInTheirLastNumber() {
        assertThat(Sequences.of(List.of("a/s1_10.jpg", "a/s1_9.jpg", "a/s2_1.jpg", "b/s1_11.jpg", "b/alone.jpg")))
                .containsExactly(
                        List.of("a/s1_9.jpg", "a/s1_10.jpg"),
                        List.of("a/s2_1.jpg"),
                        List.of("b/alone.jpg"),
                        List.of("b/s1_11.jpg"));
    }
}
