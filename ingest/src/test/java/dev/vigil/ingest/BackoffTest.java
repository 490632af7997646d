package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(30);

    @Test
    void pausesDoubleUpToTheLongestAndStayInBounds() {
        Backoff backoff = new Backoff(LEAST, MOST, () -> 0.999999);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            millis.add(Math.round(backoff.next().toNanos() / 1e6));
        }
        assertThat(millis).startsWith(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
        assertThat(millis).allMatch(pause -> pause <= MOST.toMillis());
    }

    @Test
    void chanceSpreadsThePausesWithinBounds() {
        Random random = new Random(3);
        for (int run = 0; run < 200; run++) {
            Backoff backoff = new Backoff(LEAST, MOST, random::nextDouble);
            for (int i = 0; i < 12; i++) {
                assertThat(backoff.next()).isBetween(LEAST, MOST);
            }
        }
        Backoff low = new Backoff(LEAST, MOST, () -> 0);
        Backoff high = new Backoff(LEAST, MOST, () -> 0.99);
        assertThat(low.next()).isLessThan(high.next());
    }

    @Test
    void afterResetThePausesAreShortAgain() {
        Backoff backoff = new Backoff(LEAST, MOST, () -> 0);
        for (int i = 0; i < 8; i++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(LEAST);
    }
}
