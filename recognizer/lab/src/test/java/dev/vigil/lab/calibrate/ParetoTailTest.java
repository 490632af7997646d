package dev.vigil.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParetoTailTest {
    private static double[] drawn(ParetoTail tail, int count, long seed) {
        Random random = new Random(seed);
        double[] falling = new double[count];
        for (int i = 0; i < count; i++) {
            falling[i] = -tail.excess(1 - random.nextDouble());
        }
        Arrays.sort(falling);
        return Arrays.stream(falling).map(x -> -x).toArray();
    }

    @Test
    void findsTheShapeAndScaleThatNumbersWereDrawnWith() {
        for (double shape : new double[] {-.3, -.1, 0, .2}) {
            ParetoTail fit = ParetoTail.fit(drawn(new ParetoTail(shape, .03), 20_000, 1));
            assertThat(fit.shape()).isCloseTo(shape, within(.04));
            assertThat(fit.scale()).isCloseTo(.03, within(.002));
        }
    }

    @Test
    void goesBothWays() {
        for (double shape : new double[] {-.3, 0, .2}) {
            ParetoTail tail = new ParetoTail(shape, .03);
            assertThat(tail.beyond(tail.excess(.01))).isCloseTo(.01, within(1e-12));
            assertThat(tail.beyond(0)).isEqualTo(1);
        }
        assertThat(new ParetoTail(-.5, 1).beyond(2)).as("the end of the tail").isZero();
    }

    @Test
    void weightsCountAsRepetitionsDo() {
        double[] twice = {.5, .4, .4, .4, .3, .1, .1, .05};
        ParetoTail repeated = ParetoTail.fit(twice);
        ParetoTail weighted = ParetoTail.fit(new double[] {.5, .4, .3, .1, .05}, new double[] {1, 3, 1, 2, 1});
        assertThat(weighted.shape()).isCloseTo(repeated.shape(), within(1e-12));
        assertThat(weighted.scale()).isCloseTo(repeated.scale(), within(1e-12));
    }

    @Test
    void whatFitsIsKeptAndWhatDoesNotIsRefuted() {
        double[] good = drawn(new ParetoTail(-.1, .03), 400, 2);
        ParetoTail fit = ParetoTail.fit(good);
        assertThat(fit.probability(fit.distance(good), good.length)).isGreaterThan(.05);

        double[] two = new double[400];
        for (int i = 0; i < two.length; i++) {
            two[i] = i < 200 ? .1 - i * 1e-5 : .01 - (i - 200) * 1e-5;
        }
        ParetoTail wrong = ParetoTail.fit(two);
        assertThat(wrong.probability(wrong.distance(two), two.length)).isLessThan(.05);
    }
}
