package dev.vigil.recognizer.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MotionGateTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final MotionGate GATE = MotionGate.DEFAULT;

    private MotionGate.@Nullable Memory memory;
    private Instant now = START;

    /** One frame, 200 ms after the last; whether it was looked at. */
    private boolean looked(Grey frame) {
        now = now.plusMillis(200);
        boolean quiet = GATE.quiet(memory, frame, now);
        if (!quiet) {
            memory = GATE.looked(memory, frame, now);
        }
        return !quiet;
    }

    private static Grey room(int light, int spot) {
        byte[] pixels = new byte[MotionGate.WIDTH * MotionGate.HEIGHT];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (60 + light + i % 7);
        }
        if (spot >= 0) {
            pixels[spot] = (byte) (pixels[spot] + 20);
        }
        return Grey.of(pixels);
    }

    @Test
    void looksAtEveryFrameUntilTheSceneHasSettledAndThenAtOneASecond() {
        List<Boolean> looked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            looked.add(looked(room(0, -1)));
        }

        assertThat(looked.subList(0, 10)).containsOnly(true);
        assertThat(looked.subList(10, 30)).as("one of five").filteredOn(l -> l).hasSize(4);
    }

    @Test
    void looksAtOnceWhereASmallPartOfThePictureChanges() {
        for (int i = 0; i < 22; i++) {
            looked(room(0, -1));
        }
        assertThat(looked(room(0, -1))).isFalse();

        assertThat(looked(room(0, 1234))).isTrue();
        for (int i = 0; i < 9; i++) {
            assertThat(looked(room(0, 1234))).as("for two seconds more").isTrue();
        }
    }

    @Test
    void passesOverNoiseAndAChangeOfLight() {
        Random random = new Random(3);
        for (int i = 0; i < 15; i++) {
            looked(room(0, -1));
        }
        int looks = 0;
        for (int i = 0; i < 20; i++) {
            byte[] pixels = room(i, -1).json().toArray();
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (pixels[p] + random.nextInt(4));
            }
            looks += looked(Grey.of(pixels)) ? 1 : 0;
        }

        assertThat(looks).isEqualTo(4);
    }

    /** What creeps is compared with the frame that was looked at, not with the one before. */
    @Test
    void noticesWhatChangesSlowly() {
        MotionGate patient = new MotionGate(6, Duration.ofMillis(1), Duration.ofHours(1));
        memory = patient.looked(null, room(0, -1), now);
        byte[] pixels = room(0, -1).json().toArray();
        int steps = 0;
        while (patient.quiet(memory, Grey.of(pixels), now.plusSeconds(++steps))) {
            pixels[99]++;
        }

        assertThat(steps).isEqualTo(8);
    }

    @Test
    void looksWhereTheClockGoesBackAndWherePicturesLieFarApart() {
        for (int i = 0; i < 15; i++) {
            looked(room(0, -1));
        }
        assertThat(GATE.quiet(memory, room(0, -1), START)).isFalse();
        assertThat(GATE.quiet(memory, room(0, -1), now.plusSeconds(3))).isFalse();
        assertThat(GATE.quiet(memory, Grey.of(new byte[4]), now.plusMillis(200)))
                .isFalse();
    }
}
