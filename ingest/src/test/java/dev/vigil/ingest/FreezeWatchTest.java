package dev.vigil.ingest;

import static dev.vigil.ingest.FreezeWatch.Verdict.FROZEN;
import static dev.vigil.ingest.FreezeWatch.Verdict.MOVES;
import static dev.vigil.ingest.FreezeWatch.Verdict.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreezeWatchTest {
    private long nanos;

    private FreezeWatch.Verdict see(FreezeWatch watch, long picture, int second) {
        nanos = Duration.ofSeconds(second).toNanos();
        return watch.see(picture);
    }

    @Test
    void theSamePictureForTooLongIsSaidOnceInEachSuchTime() {
        FreezeWatch watch = new FreezeWatch(Duration.ofSeconds(10), () -> nanos);
        assertThat(see(watch, 7, 0)).isEqualTo(MOVES);
        assertThat(see(watch, 7, 9)).isEqualTo(SAME);
        assertThat(see(watch, 7, 10)).isEqualTo(FROZEN);
        assertThat(see(watch, 7, 19)).isEqualTo(SAME);
        assertThat(see(watch, 7, 20)).isEqualTo(FROZEN);
        assertThat(see(watch, 8, 21)).isEqualTo(MOVES);
        assertThat(see(watch, 7, 31)).isEqualTo(MOVES);
    }

    @Test
    void zeroIsNever() {
        FreezeWatch watch = new FreezeWatch(Duration.ZERO, () -> nanos);
        assertThat(see(watch, 7, 0)).isEqualTo(MOVES);
        assertThat(see(watch, 7, 100_000)).isEqualTo(SAME);
    }
}
