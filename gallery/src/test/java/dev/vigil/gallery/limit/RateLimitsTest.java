package dev.vigil.gallery.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.gallery.limit.LimitsConfig.Kind;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final RateLimits limits = new RateLimits(new LimitsConfig(10, 2, 0), nanos::get);

    @Test
    void aKeyGetsTwoSecondsWorthAtOnceAndThenItsRate() {
        assertThat(admitted("a", Kind.SEARCH, 30)).isEqualTo(20);
        nanos.addAndGet(500_000_000);
        assertThat(admitted("a", Kind.SEARCH, 30)).isEqualTo(5);
        assertThat(limits.take("a", Kind.SEARCH)).isEqualTo(.1, within(1e-6));
    }

    @Test
    void keysAndKindsAreApart() {
        assertThat(admitted("a", Kind.SEARCH, 30)).isEqualTo(20);
        assertThat(admitted("a", Kind.WRITE, 30)).isEqualTo(4);
        assertThat(admitted("b", Kind.SEARCH, 30)).isEqualTo(20);
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(admitted("a", Kind.READ, 10_000)).isEqualTo(10_000);
    }

    @Test
    void aClockThatRunsOverDoesNoHarm() {
        admitted("a", Kind.SEARCH, 30);
        nanos.addAndGet(3_000_000_000L); // past Long.MAX_VALUE, as System.nanoTime may
        assertThat(admitted("a", Kind.SEARCH, 30)).isEqualTo(20);
    }

    private int admitted(String who, Kind kind, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += limits.take(who, kind) == 0 ? 1 : 0;
        }
        return admitted;
    }
}
