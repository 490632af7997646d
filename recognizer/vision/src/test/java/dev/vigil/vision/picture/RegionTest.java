package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.face.Box;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionTest {
    @Test
    void truncatesTheCornersToWholePixels() {
        assertThat(Region.inside(new Box(10.9f, 20.2f, 30.0f, 40.9f), 100, 100)).isEqualTo(new Region(10, 20, 30, 41));
    }

    @Test
    void cutsWhatReachesOverTheEdges() {
        assertThat(Region.inside(new Box(-5, -7, 30, 40), 100, 100)).isEqualTo(new Region(0, 0, 25, 33));
        assertThat(Region.inside(new Box(80, 90, 30, 40), 100, 100)).isEqualTo(new Region(80, 90, 20, 10));
    }

    @Test
    void keepsAtLeastOnePixelInsideWhateverTheBox() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int width = 1 + random.nextInt(50);
            int height = 1 + random.nextInt(50);
            float scale = i % 3 == 0 ? 1e9f : 200;
            Box box = new Box(
                    (random.nextFloat() - .5f) * scale,
                    (random.nextFloat() - .5f) * scale,
                    random.nextFloat() * scale,
                    random.nextFloat() * scale);
            Region region = Region.inside(box, width, height);
            assertThat(region.width()).isPositive();
            assertThat(region.height()).isPositive();
            assertThat(region.x()).isNotNegative();
            assertThat(region.y()).isNotNegative();
            assertThat(region.x() + region.width()).isLessThanOrEqualTo(width);
            assertThat(region.y() + region.height()).isLessThanOrEqualTo(height);
        }
        assertThat(Region.inside(new Box(Float.NaN, Float.NaN, Float.NaN, Float.NaN), 5, 5))
                .isEqualTo(new Region(0, 0, 1, 1));
    }

    @Test
    void growsByAFractionOnEachSide() {
        assertThat(Region.around(new Box(40, 40, 20, 10), .5f, 100, 100)).isEqualTo(new Region(30, 35, 40, 20));
    }
}
