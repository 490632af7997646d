package dev.vigil.recognizer.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.face.Box;
import org.junit.jupiter.api.Test;

class MotionTest {
    @Test
    void foreseesAFaceThatMovesEvenly() {
        Motion motion = Motion.first(new Box(0, 0, 50, 60));
        for (int i = 1; i <= 10; i++) {
            motion = motion.after(.2).measured(new Box(10 * i, 4 * i, 50, 60));
        }
        Box next = motion.after(.2).box();

        assertThat(next.x()).isCloseTo(110, within(3f));
        assertThat(next.y()).isCloseTo(44, within(3f));
        assertThat(next.width()).isCloseTo(50, within(1f));
        assertThat(next.height()).isCloseTo(60, within(1f));
    }

    @Test
    void trustsItsVelocityOnlyForAWhile() {
        Motion motion = Motion.first(new Box(0, 0, 50, 50)).after(.2).measured(new Box(20, 0, 50, 50));

        assertThat(motion.after(10).box()).isEqualTo(motion.after(1).box());
    }

    @Test
    void ignoresTimeThatStandsStill() {
        Motion motion = Motion.first(new Box(5, 6, 50, 50));

        assertThat(motion.after(0).box()).isEqualTo(motion.box());
    }
}
