package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorBoxesTest {
    private static final ModelCard.Priors DEFAULT =
            Catalogue.find(Catalogue.DETECTOR).orElseThrow().card().priors();
    private static final ModelCard.Priors ONE = new ModelCard.Priors(List.of(32), List.of(List.of(16)), .1f, .2f);

    @ParameterizedTest
    @CsvSource({
        // 40x30x3 + 20x15x2 + 10x8x2 + 5x4x3, as the published network has.
        "320, 240, 4420",
        "640, 480, 17640",
        // 42x29x3 + 21x15x2 + 11x8x2 + 6x4x3: the maps round up.
        "333, 227, 4532"
    })
    void countsThePriorsOfEachSize(int width, int height, int count) {
        assertThat(new PriorBoxes(trained(320, 240), DEFAULT, width, height).count())
                .isEqualTo(count);
    }

    @Test
    void decodesABoxWorkedByHand() {
        // 64x32 has two cells; the second prior has its centre at (48, 16) and is 16x16 pixels.
        PriorBoxes priors = new PriorBoxes(trained(64, 32), ONE, 64, 32);
        float doubled = (float) (Math.log(2) / .2);
        Tensor scores = Tensor.of(new long[] {1, 2, 2}, .9f, .1f, .2f, .8f);
        Tensor moves = Tensor.of(new long[] {1, 2, 4}, 0, 0, 0, 0, 5, -2.5f, doubled, 0);
        // Centre moves by 5*.1*16 = 8 and -2.5*.1*16 = -4; the width doubles. The picture is 3 and 2 times larger.
        List<Detection> found = priors.decode(List.of(scores, moves), new Fit(64, 32, 3, 2), .65f);
        assertThat(found).singleElement().satisfies(detection -> {
            assertThat(detection.score()).isEqualTo(.8f);
            assertThat(detection.box().x()).isCloseTo((56 - 16) * 3, within(1e-3f));
            assertThat(detection.box().y()).isCloseTo((12 - 8) * 2, within(1e-3f));
            assertThat(detection.box().width()).isCloseTo(32 * 3, within(1e-3f));
            assertThat(detection.box().height()).isCloseTo(16 * 2, within(1e-3f));
        });
    }

    @Test
    void spreadsCentresEvenlyWhereTheStrideDoesNotDivideTheInput() {
        // 240 rows at stride 32 make 8 cells, as the published network has them: the last centre lies at 7.5 / 8, not
        // at the edge.
        PriorBoxes priors = new PriorBoxes(trained(32, 240), ONE, 32, 240);
        Tensor scores = Tensor.of(new long[] {1, 8, 2}, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1);
        Tensor still = Tensor.of(new long[] {1, 8, 4}, new float[32]);
        assertThat(priors.decode(List.of(scores, still), new Fit(32, 240, 1, 1), .5f))
                .containsExactly(new Detection(new Box(8, 217, 16, 16), 1));
    }

    @Test
    void keepsAStrideBetweenCentresAtOtherSizesLessTheMeanErrorOfTraining() {
        // 240 rows at stride 32 were trained as 8 cells of 30 pixels: a mean error of (8 * 32 - 240) / 2 = 8 pixels.
        PriorBoxes priors = new PriorBoxes(trained(32, 240), ONE, 40, 72);
        Tensor scores = Tensor.of(new long[] {1, 6, 2}, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0);
        Tensor still = Tensor.of(new long[] {1, 6, 4}, new float[24]);
        // The second of two columns and of three rows: at 1.5 * 32 = 48, clamped to 40, and at 48 - 8.
        assertThat(priors.decode(List.of(scores, still), new Fit(40, 72, 1, 1), .5f))
                .singleElement()
                .satisfies(detection -> {
                    assertThat(detection.box().x()).isCloseTo(40 - 8, within(1e-3f));
                    assertThat(detection.box().y()).isCloseTo(40 - 8, within(1e-3f));
                });
    }

    @Test
    void clampsAPriorThatIsLargerThanTheInput() {
        PriorBoxes priors = new PriorBoxes(
                trained(64, 64), new ModelCard.Priors(List.of(64), List.of(List.of(256)), .1f, .2f), 64, 64);
        Tensor scores = Tensor.of(new long[] {1, 1, 2}, 0, 1);
        Tensor still = Tensor.of(new long[] {1, 1, 4}, 0, 0, 0, 0);
        assertThat(priors.decode(List.of(scores, still), new Fit(64, 64, 1, 1), .5f))
                .containsExactly(new Detection(new Box(0, 0, 64, 64), 1));
    }

    @Test
    void saysWhenTheNetworkDoesNotFitItsCard() {
        PriorBoxes priors = new PriorBoxes(trained(64, 32), ONE, 64, 32);
        Tensor scores = Tensor.of(new long[] {1, 1, 2}, 0, 1);
        Tensor moves = Tensor.of(new long[] {1, 1, 4}, 0, 0, 0, 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> priors.decode(List.of(scores, moves), new Fit(64, 32, 1, 1), .5f))
                .withMessageContaining("2 priors at 64x32");
    }

    private static ModelCard.Input trained(int width, int height) {
        return new ModelCard.Input(width, height, true, ColourOrder.GREY, List.of(0f), List.of(1f));
    }
}
