package dev.vigil.recognizer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final ThreadDeaths deaths = new ThreadDeaths();

    @Test
    void threeAreReplacedAndTheFourthIsOneTooMany() {
        assertThat(die(0)).isEqualTo(1);
        assertThat(die(1)).isEqualTo(2);
        assertThat(die(2)).isEqualTo(3);
        assertThat(die(3)).isZero();
        assertThat(die(4)).isZero();
    }

    @Test
    void whatLiesLongAgoCountsNoMore() {
        assertThat(die(0)).isEqualTo(1);
        assertThat(die(300)).isEqualTo(2);
        assertThat(die(601)).isEqualTo(2);
        assertThat(die(602)).isEqualTo(3);
        assertThat(die(603)).isZero();
        assertThat(die(1_300)).isEqualTo(1);
    }

    @Test
    void noThreadTakesThePlaceOfOneThatDiedOfTheMachine() {
        assertThat(deaths.died(new OutOfMemoryError(), T)).isZero();
        assertThat(deaths.died(new IllegalStateException("a bug"), T)).isEqualTo(2);
    }

    private int die(int second) {
        return deaths.died(new IllegalStateException("a bug"), T.plusSeconds(second));
    }
}
