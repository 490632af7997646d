package dev.vigil.gallery.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
    private final ScannedGallery gallery = new ScannedGallery();

    @Test
    void tellsWhomEachModelFindsWhenTheFaceIsLeftOut() throws InterruptedException {
        both("ann", "a1", new float[] {1, 0, 0}, new float[] {1, 0});
        both("ann", "a2", new float[] {1, .2f, 0}, new float[] {1, .1f});
        // The second model takes Bob's pictures for Ann's and Carl's.
        both("bob", "b1", new float[] {0, 1, 0}, new float[] {1, .05f});
        both("bob", "b2", new float[] {0, 1, .2f}, new float[] {0, 1});
        both("carl", "c1", new float[] {0, 0, 1}, new float[] {.1f, 1});
        gallery.face("dora", "d1", "one", .9f, -1, -1, -1);
        Comparison found = new ModelComparison(gallery, "one", "two").run(100, done -> {});
        assertThat(found.people()).isEqualTo(3);
        assertThat(found.pictures()).isEqualTo(5);
        assertThat(found.first().rankOne()).isEqualTo(1);
        assertThat(found.second().rankOne()).isEqualTo(0);
        assertThat(found.agreement()).isEqualTo(new Comparison.Agreement(4, 0, 4, 0, 0));
        assertThat(found.first().genuinePairs()).isEqualTo(2);
        assertThat(found.first().impostorPairs()).isEqualTo(8);
        assertThat(found.equalThresholds()).isEmpty();
        assertThat(found.first().genuine().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(2);
    }

    @Test
    void findsScoresAtWhichStrangersMatchEquallyOften() throws InterruptedException {
        Random random = new Random(3);
        for (int person = 0; person < 60; person++) {
            float[] centre = gaussian(random, 32, 1);
            for (int i = 0; i < 2; i++) {
                float[] one = sum(centre, gaussian(random, 32, .3f));
                // The second model sees everybody in the same light, so that all scores are higher.
                float[] two = one.clone();
                two[0] += 6;
                both("p" + person, "f" + person + "-" + i, one, two);
            }
        }
        Comparison found = new ModelComparison(gallery, "one", "two").run(100, done -> {});
        assertThat(found.first().impostorPairs()).isEqualTo(120 * 119 / 2 - 60);
        assertThat(found.equalThresholds())
                .extracting(Comparison.EqualThreshold::falseMatchRate)
                .isEqualTo(List.of(.01, .001));
        assertThat(found.equalThresholds())
                .allSatisfy(equal -> assertThat(equal.second()).isGreaterThan(equal.first() + .1f));
        assertThat(found.first().trueMatchRates()).containsKeys("0.01", "0.001");
        assertThat(found.first().trueMatchRates().get("0.001")).isGreaterThan(.9);
    }

    /** Few people of many, and never one twice. */
    @Test
    void looksAtAsManyPeopleAsItIsTold() throws InterruptedException {
        for (int person = 0; person < 50; person++) {
            both("p" + person, "f" + person, new float[] {person, 1}, new float[] {1, person});
        }
        assertThat(new ModelComparison(gallery, "one", "two").run(7, done -> {}))
                .extracting(Comparison::people, Comparison::pictures)
                .containsExactly(7, 7);
    }

    private void both(String person, String picture, float[] one, float[] two) {
        gallery.face(person, picture, "one", .9f, one);
        gallery.face(person, picture + "x", picture, "two", two);
    }

    private static float[] gaussian(Random random, int dimension, float spread) {
        float[] numbers = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            numbers[i] = spread * (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }
}
