package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private static final List<Point> CORNER = List.of(new Point(0, 0), new Point(1, 0), new Point(0, 1));

    @Test
    void findsAShiftAndAScale() {
        Similarity found = Similarity.between(CORNER, List.of(new Point(10, 20), new Point(13, 20), new Point(10, 23)));
        assertThat(found.a()).isCloseTo(3, within(1e-12));
        assertThat(found.b()).isCloseTo(0, within(1e-12));
        assertThat(found.tx()).isCloseTo(10, within(1e-12));
        assertThat(found.ty()).isCloseTo(20, within(1e-12));
    }

    @Test
    void findsAQuarterTurnClockwiseOnAScreen() {
        Similarity found = Similarity.between(CORNER, List.of(new Point(0, 0), new Point(0, 1), new Point(-1, 0)));
        assertThat(found.a()).isCloseTo(0, within(1e-12));
        assertThat(found.b()).isCloseTo(1, within(1e-12));
    }

    @Test
    void workedByHandWherePointsDoNotFit() {
        // Centred (-1,0), (1,0) to (-1,-1), (1,1): dot 2, cross 2, variance 2, so a = b = 1; (1,0) goes to (1,1)
        // without a shift.
        Similarity exact = Similarity.between(
                List.of(new Point(0, 0), new Point(2, 0)), List.of(new Point(0, 0), new Point(2, 2)));
        assertThat(exact).isEqualTo(new Similarity(1, 1, 0, 0));
        // With a third pair (1,1) to (0,3). Centred, in thirds: (-3,-1), (3,-1), (0,2) to (-2,-5), (4,1), (-2,4);
        // dot 11 + 11 + 8 = 30, cross 13 + 7 + 4 = 24, variance 10 + 10 + 4 = 24, all in ninths.
        Similarity fitted = Similarity.between(
                List.of(new Point(0, 0), new Point(2, 0), new Point(1, 1)),
                List.of(new Point(0, 0), new Point(2, 2), new Point(0, 3)));
        assertThat(fitted.a()).isCloseTo(30 / 24.0, within(1e-6));
        assertThat(fitted.b()).isCloseTo(1, within(1e-6));
    }

    @Test
    void recoversEverySimilarityFromItsOwnPoints() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Similarity truth = new Similarity(
                    random.nextGaussian(),
                    random.nextGaussian(),
                    random.nextGaussian() * 50,
                    random.nextGaussian() * 50);
            List<Point> from = points(random, 5);
            Similarity found =
                    Similarity.between(from, from.stream().map(truth::apply).toList());
            assertThat(found.a()).isCloseTo(truth.a(), within(1e-4));
            assertThat(found.b()).isCloseTo(truth.b(), within(1e-4));
            assertThat(found.scale()).isCloseTo(Math.hypot(truth.a(), truth.b()), within(1e-4));
        }
    }

    @Test
    void noSmallChangeOfTheAnswerFitsBetter() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            List<Point> from = points(random, 5);
            List<Point> to = points(random, 5);
            Similarity best = Similarity.between(from, to);
            double error = error(best, from, to);
            for (double step : new double[] {-.01, .01}) {
                assertThat(error(new Similarity(best.a() + step, best.b(), best.tx(), best.ty()), from, to))
                        .isGreaterThan(error);
                assertThat(error(new Similarity(best.a(), best.b() + step, best.tx(), best.ty()), from, to))
                        .isGreaterThan(error);
                assertThat(error(new Similarity(best.a(), best.b(), best.tx() + step * 100, best.ty()), from, to))
                        .isGreaterThan(error);
            }
        }
    }

    @Test
    void refusesWhatHasNoAnswer() {
        Point p = new Point(1, 1);
        Point nan = new Point(Float.NaN, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> Similarity.between(List.of(p, p), List.of(p, p)));
        assertThatIllegalArgumentException().isThrownBy(() -> Similarity.between(List.of(p), List.of(p)));
        assertThatIllegalArgumentException().isThrownBy(() -> Similarity.between(CORNER, List.of(p, p)));
        assertThatIllegalArgumentException().isThrownBy(() -> Similarity.between(List.of(nan, p), List.of(p, p)));
    }

    private static double error(Similarity similarity, List<Point> from, List<Point> to) {
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            double x = similarity.a() * from.get(i).x()
                    - similarity.b() * from.get(i).y()
                    + similarity.tx();
            double y = similarity.b() * from.get(i).x()
                    + similarity.a() * from.get(i).y()
                    + similarity.ty();
            sum += Math.pow(x - to.get(i).x(), 2) + Math.pow(y - to.get(i).y(), 2);
        }
        return sum;
    }

    private static List<Point> points(Random random, int count) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new Point(random.nextFloat() * 100, random.nextFloat() * 100));
        }
        return points;
    }
}
