package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PersonRateTest {
    @Test
    void trialsOfOnePersonAreNotTakenForThoseOfMany() {
        PersonRate together = new PersonRate();
        PersonRate apart = new PersonRate();
        for (int person = 0; person < 40; person++) {
            for (int trial = 0; trial < 25; trial++) {
                boolean hit = person < 10;
                together.add("p" + person, hit);
                apart.add("p" + person + "-" + trial, hit);
            }
        }
        assertThat(together.rate()).isEqualTo(.25);
        assertThat(apart.rate()).isEqualTo(.25);
        // by hand: 1.96 * sqrt(.25 * .75 / 40) = .134, and with 1,000 people .027
        assertThat(together.interval().high() - together.interval().low()).isCloseTo(.268, within(.03));
        assertThat(apart.interval().high() - apart.interval().low()).isCloseTo(.054, within(.01));
    }

    @Test
    void theIntervalHoldsTheTrueRateAboutNineteenTimesInTwenty() {
        Random random = new Random(5);
        int held = 0;
        for (int run = 0; run < 200; run++) {
            PersonRate rate = new PersonRate();
            for (int person = 0; person < 120; person++) {
                boolean alike = random.nextInt(10) == 0;
                for (int trial = 0; trial < 4; trial++) {
                    rate.add("p" + person, alike);
                }
            }
            held += rate.interval().contains(.1) ? 1 : 0;
        }
        assertThat(held / 200.0).isBetween(.88, .99);
    }

    @Test
    void whereNothingHappenedTheBoundIsThatOfAsManyPeople() {
        PersonRate rate = new PersonRate();
        for (int i = 0; i < 300; i++) {
            rate.add("p" + i % 100, false);
        }
        // 1 - .025^(1/100)
        assertThat(rate.interval().low()).isZero();
        assertThat(rate.interval().high()).isCloseTo(.03622, within(1e-5));
        assertThat(new PersonRate().interval()).isEqualTo(new Interval(0, 1));
        assertThat(new PersonRate().rate()).isNaN();
    }
}
