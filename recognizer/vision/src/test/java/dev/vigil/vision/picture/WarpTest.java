package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarpTest {
    /** Three pixels in a row: blue 10, 20, 30. */
    private static final byte[] ROW = {10, 0, 0, 20, 0, 0, 30, 0, 0};

    @Test
    void shiftsAndLeavesBlackWhereThePictureEnds() {
        try (Warp warp = new Warp(2);
                Picture picture = Picture.ofBgr(ROW, 3, 1)) {
            assertThat(warp.similarity(picture, 1, 0, -1, 0)).containsExactly(20, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(warp.similarity(picture, 1, 0, 1, 1)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0);
        }
    }

    @Test
    void interpolatesBetweenPixels() {
        try (Warp warp = new Warp(1);
                Picture picture = Picture.ofBgr(ROW, 3, 1)) {
            assertThat(warp.similarity(picture, 1, 0, -.5, 0)).containsExactly(15, 0, 0);
        }
    }

    @Test
    void turnsClockwiseForAPositiveAngle() {
        try (Warp warp = new Warp(3);
                Picture picture = Picture.ofBgr(ROW, 3, 1)) {
            byte[] turned = warp.similarity(picture, 0, 1, 0, 0);
            assertThat(new byte[] {turned[0], turned[9], turned[18]}).containsExactly(10, 20, 30);
        }
    }
}
