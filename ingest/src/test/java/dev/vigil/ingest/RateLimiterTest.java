package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
    private static int admitted(double wanted, double source, double jitter, int seconds) {
        RateLimiter limiter = new RateLimiter(wanted);
        Random random = new Random(11);
        int admitted = 0;
        for (int i = 0; i < source * seconds; i++) {
            double at = (i + jitter * random.nextDouble()) / source;
            admitted += limiter.admits(Duration.ofNanos((long) (at * 1e9))) ? 1 : 0;
        }
        return admitted;
    }

    @ParameterizedTest
    @CsvSource({
        "5, 25, 0, 500",
        "5, 30, 0, 500",
        "5, 24, 0, 500",
        "5, 12, 0, 500",
        "5, 7, 0, 500",
        "5, 25, .8, 500",
        "5, 5, 0, 500",
        "5, 5, .3, 500",
        "5, 3, 0, 300",
        "2.5, 25, .5, 250",
        "10, 29.97, .2, 1000"
    })
    void anyCameraComesOutAtTheWantedRate(double wanted, double source, double jitter, int expected) {
        assertThat(admitted(wanted, source, jitter, 100)).isBetween(expected * 98 / 100, expected + 2);
    }

    @Test
    void anInfiniteRateLetsEverythingPass() {
        assertThat(admitted(Double.POSITIVE_INFINITY, 60, .9, 10)).isEqualTo(600);
    }

    @Test
    void picturesThatLieApartAllPass() {
        RateLimiter limiter = new RateLimiter(5);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.admits(Duration.ofSeconds(3L * i))).isTrue();
        }
    }

    @Test
    void aCameraOfExactlyTheWantedRateLosesNothingToItsJitter() {
        RateLimiter limiter = new RateLimiter(5);
        for (long at : new long[] {40, 200, 415, 600, 790, 1_030, 1_195}) {
            assertThat(limiter.admits(Duration.ofMillis(at)))
                    .as("frame at %d ms", at)
                    .isTrue();
        }
    }

    @Test
    void aGapIsNotMadeUpForByABurst() {
        RateLimiter limiter = new RateLimiter(5);
        limiter.admits(Duration.ZERO);
        assertThat(limiter.admits(Duration.ofSeconds(10))).isTrue();
        assertThat(limiter.admits(Duration.ofMillis(10_040))).isFalse();
        assertThat(limiter.admits(Duration.ofMillis(10_200))).isTrue();
    }

    @Test
    void aTimeThatRunsBackwardsBeginsANewGrid() {
        RateLimiter limiter = new RateLimiter(5);
        limiter.admits(Duration.ofSeconds(100));
        assertThat(limiter.admits(Duration.ofSeconds(1))).isTrue();
        assertThat(limiter.admits(Duration.ofMillis(1_040))).isFalse();
    }
}
