package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.ingest.event.FrameClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTimesTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-24T12:00:00Z");

    private Instant now = ORIGIN;
    private final FrameTimes times = new FrameTimes(ORIGIN, FrameClock.READING, true, () -> now);

    private Optional<FrameTimes.Time> at(
            FrameTimes times, long millis, @org.jspecify.annotations.Nullable Instant camera) {
        now = ORIGIN.plusMillis(millis);
        return times.of(Duration.ofMillis(millis), camera);
    }

    private static Instant ms(long millis) {
        return ORIGIN.plusMillis(millis);
    }

    @Test
    void theCamerasOwnTimeIsTakenWhereItTellsIt() {
        assertThat(at(times, 200, null)).contains(new FrameTimes.Time(ms(200), FrameClock.READING));
        assertThat(at(times, 400, ms(290))).contains(new FrameTimes.Time(ms(290), FrameClock.RTP));
        assertThat(times.driftSeconds()).isEqualTo(-0.11);
        assertThat(at(times, 600, ms(490))).contains(new FrameTimes.Time(ms(490), FrameClock.RTP));
    }

    @Test
    void jitterIsLevelledAndTimesNeverGoBack() {
        assertThat(at(times, 200, null)).isPresent();
        assertThat(at(times, 400, ms(150))).contains(new FrameTimes.Time(ms(201), FrameClock.RTP));
    }

    @Test
    void aCameraThatIsFarBehindWhenItsClockBecomesKnownNeedsAnotherSession() {
        assertThat(at(times, 200, null)).isPresent();
        assertThat(at(times, 5_000, ms(1_000))).isPresent(); // still ahead of the last
        assertThat(at(times, 5_200, ms(300))).isEmpty();
        FrameTimes next = new FrameTimes(ORIGIN, FrameClock.READING, true, () -> now);
        assertThat(at(next, 5_200, ms(300))).contains(new FrameTimes.Time(ms(300), FrameClock.RTP));
    }

    @Test
    void aClockThatWasNeverSetIsReportedAndNotUsed() {
        assertThat(at(times, 200, Instant.EPOCH)).contains(new FrameTimes.Time(ms(200), FrameClock.READING));
        assertThat(times.driftSeconds()).isLessThan(-1e9);
        FrameTimes unwanted = new FrameTimes(ORIGIN, FrameClock.READING, false, () -> now);
        assertThat(at(unwanted, 200, ms(190))).contains(new FrameTimes.Time(ms(200), FrameClock.READING));
        assertThat(unwanted.driftSeconds()).isEqualTo(-0.01);
    }

    @Test
    void aStepOfThisMachinesClockNeedsAnotherSessionToo() {
        assertThat(at(times, 200, null)).isPresent();
        now = ORIGIN.plusSeconds(3_600);
        assertThat(times.of(Duration.ofMillis(400), null)).isEmpty();
        FrameTimes file = new FrameTimes(ORIGIN, FrameClock.MEDIA, true, () -> now);
        assertThat(file.of(Duration.ofMillis(400), null)).isPresent();
    }
}
