package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.ingest.source.GreyPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MotionGateTest {
    private static final MotionConfig CONFIG =
            new MotionConfig(true, 0.01, 15, 1, Duration.ofSeconds(1), Duration.ofMillis(500));

    /** A hundred pixels, of which {@code bright} are bright. */
    private static GreyPicture picture(int bright) {
        byte[] pixels = new byte[100];
        for (int i = 0; i < bright; i++) {
            pixels[i] = (byte) 200;
        }
        return new GreyPicture(pixels, 10);
    }

    /** Which of the frames, ten a second, are let through. */
    private static List<Integer> admitted(int frames, IntFunction<GreyPicture> pictures) {
        MotionGate gate = new MotionGate(CONFIG);
        List<Integer> admitted = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            if (gate.admits(pictures.apply(i), Duration.ofMillis(100L * i))) {
                admitted.add(i);
            }
        }
        return admitted;
    }

    @Test
    void ofAStillSceneOneASecondIsLeftAfterTheWarmUp() {
        assertThat(admitted(40, i -> picture(0))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 19, 29, 39);
    }

    @Test
    void aMotionIsSeenAtOnceAndForAWhile() {
        List<Integer> admitted = admitted(30, i -> picture(i >= 13 ? 5 : 0));
        assertThat(admitted).startsWith(IntStream.range(0, 10).boxed().toArray(Integer[]::new));
        assertThat(admitted.subList(10, admitted.size())).containsExactly(13, 14, 15, 16, 17, 18, 28);
    }

    @Test
    void whatMovesTooSlowlyForTwoFramesIsSeenByAndBy() {
        // one grey level a frame: no two neighbours differ by 15
        List<Integer> admitted = admitted(20 + 17, i -> {
            byte[] pixels = new byte[100];
            java.util.Arrays.fill(pixels, (byte) Math.max(0, i - 19));
            return new GreyPicture(pixels, 10);
        });
        assertThat(admitted).contains(29).doesNotContain(22);
        assertThat(new GreyPicture(new byte[100], 10).changed(new GreyPicture(new byte[81], 9), 15))
                .isEqualTo(1);
    }

    @Test
    void noiseUnderTheDifferenceIsNoMotion() {
        assertThat(admitted(19, i -> {
                    byte[] pixels = new byte[100];
                    java.util.Arrays.fill(pixels, (byte) (i % 2 * 12));
                    return new GreyPicture(pixels, 10);
                }))
                .hasSize(10);
    }
}
