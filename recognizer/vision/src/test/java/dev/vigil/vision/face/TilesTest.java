package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.picture.Region;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TilesTest {
    private static DetectorSettings settings(int width, int height, float minFace) {
        return new DetectorSettings(width, height, .65f, .4f, minFace);
    }

    @Test
    void aSingleLookIsEnoughWhereItShowsTheSmallestFace() {
        assertThat(Tiles.of(1280, 720, settings(1280, 960, 12)).regions()).isEmpty();
        assertThat(Tiles.of(20_000, 10_000, settings(640, 480, 0)).regions()).isEmpty();
        assertThat(Tiles.of(1280, 720, settings(960, 720, 16)).regions()).isEmpty();
    }

    @Test
    void everyFaceThatTheWholePicturesLookMissesLiesWholeInAPartThatShowsItLargeEnough() {
        Random random = new Random(3);
        int[][] cases = {
            {1920, 1080, 640, 480, 14},
            {7680, 1080, 1280, 960, 20},
            {5120, 1440, 1280, 960, 12},
            {3000, 3000, 640, 480, 30},
            {1280, 720, 1280, 960, 6},
            {4000, 300, 640, 480, 12}
        };
        for (int[] c : cases) {
            List<Region> parts =
                    Tiles.of(c[0], c[1], settings(c[2], c[3], c[4])).regions();
            assertThat(parts).as("%s", java.util.Arrays.toString(c)).hasSizeBetween(2, Tiles.MOST);
            double missed = 12 / Math.min((double) c[2] / c[0], (double) c[3] / c[1]);
            for (int i = 0; i < 2_000; i++) {
                double w = c[4] + random.nextDouble() * (missed - c[4]);
                double h = Math.min(1.3 * w, c[1] - 1.0);
                double x = random.nextDouble() * (c[0] - w);
                double y = random.nextDouble() * (c[1] - h);
                assertThat(parts)
                        .anyMatch(part -> part.x() <= x
                                && part.y() <= y
                                && part.x() + part.width() >= x + w
                                && part.y() + part.height() >= y + h
                                && Math.min((double) c[2] / part.width(), (double) c[3] / part.height()) * c[4]
                                        >= 11.99);
            }
        }
    }

    @Test
    void thereAreNeverMoreThanABoundedNumber() {
        List<Region> parts = Tiles.of(20_000, 5_000, settings(320, 240, 12)).regions();
        assertThat(parts).hasSizeBetween(2, Tiles.MOST);
        assertThat(parts).allMatch(part -> part.x() >= 0 && part.x() + part.width() <= 20_000);
        assertThat(parts).allMatch(part -> part.y() >= 0 && part.y() + part.height() <= 5_000);
    }

    @Test
    void whatAnInnerEdgeCutsIsLeftToTheNeighbour() {
        Region part = new Region(100, 0, 200, 100);
        assertThat(Tiles.isWhole(new Box(150, 20, 30, 30), part, 1000, 100, 1)).isTrue();
        assertThat(Tiles.isWhole(new Box(150, 0, 30, 100), part, 1000, 100, 1))
                .as("the picture's edges")
                .isTrue();
        assertThat(Tiles.isWhole(new Box(101, 20, 30, 30), part, 1000, 100, 1))
                .as("the left edge")
                .isFalse();
        assertThat(Tiles.isWhole(new Box(270, 20, 30, 30), part, 1000, 100, 1))
                .as("the right edge")
                .isFalse();
        assertThat(Tiles.isWhole(new Box(270, 20, 30, 30), part, 300, 100, 1))
                .as("the last part")
                .isTrue();
    }

    @Test
    void aFaceThatSeveralLooksSawIsThereOnceAndABetterPartOfOneDoesNotStandBesideIt() {
        Detection whole = new Detection(new Box(100, 100, 200, 250), .95f);
        Detection again = new Detection(new Box(105, 98, 200, 250), .9f);
        Detection mouth = new Detection(new Box(150, 250, 80, 80), .8f);
        Detection other = new Detection(new Box(400, 100, 40, 50), .7f);
        Detection beside = new Detection(new Box(290, 100, 40, 50), .66f);
        List<Detection> merged =
                Tiles.merged(List.of(List.of(again, beside), List.of(mouth, whole), List.of(mouth, other)), .4f);
        assertThat(merged).containsExactly(whole, mouth, other, beside);
        assertThat(Tiles.merged(List.of(List.of(whole), List.of(mouth)), .4f)).containsExactly(whole);
    }
}
