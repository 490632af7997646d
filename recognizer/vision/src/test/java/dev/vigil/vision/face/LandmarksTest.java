package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vigil.vision.picture.Region;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandmarksTest {
    @Test
    void readsFractionsOfTheRegion() {
        FloatBuffer fractions = FloatBuffer.allocate(3 * 136);
        fractions.put(136, .5f).put(137, .25f);
        Landmarks second = Landmarks.read(fractions, 136, new Region(10, 20, 40, 80));
        assertThat(second.points().get(0)).isEqualTo(new Point(30, 40));
        assertThat(second.points().get(1)).isEqualTo(new Point(10, 20));
    }

    @Test
    void takesEyesAndMouthCornersAsMeans() {
        FloatBuffer fractions = FloatBuffer.allocate(136);
        for (int i = 0; i < 68; i++) {
            fractions.put(2 * i, i).put(2 * i + 1, -i);
        }
        List<Point> five = Landmarks.read(fractions, 0, new Region(0, 0, 1, 1)).five();
        assertThat(five)
                .containsExactly(
                        new Point(39, -39),
                        new Point(45, -45),
                        new Point(30, -30),
                        new Point(54, -54),
                        new Point(59, -59));
    }

    @Test
    void refusesAnotherCount() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Landmarks(List.of(new Point(0, 0))));
    }
}
