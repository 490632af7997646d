package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GlimpseTest {
    /** Left half dark, right half bright. */
    private static byte[] jpeg(int width, int height) {
        byte[] bgr = new byte[width * height * 3];
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = (byte) (i / 3 % width < width / 2 ? 40 : 200);
        }
        try (Picture picture = Picture.ofBgr(bgr, width, height)) {
            return picture.toJpeg(90);
        }
    }

    @Test
    void showsAPictureVerySmall() {
        for (int width : new int[] {160, 640, 1281}) {
            byte[] small = Glimpse.of(jpeg(width, width * 3 / 4), 8, 6);

            assertThat(small).as("%d wide", width).hasSize(48);
            assertThat(small[0] & 0xFF).isBetween(30, 60);
            assertThat(small[7] & 0xFF).isBetween(180, 210);
        }
        assertThat(Glimpse.of(jpeg(8, 6), 8, 6)).as("one block").hasSize(48).doesNotContain((byte) 0);
    }

    @Test
    void refusesWhatIsNoWholePicture() {
        byte[] whole = jpeg(640, 480);
        assertThatThrownBy(() -> Glimpse.of(Arrays.copyOf(whole, 30), 8, 6))
                .isInstanceOf(UnreadablePictureException.class);
        assertThatThrownBy(() -> Glimpse.of(new byte[] {1, 2, 3}, 8, 6)).isInstanceOf(UnreadablePictureException.class);
        assertThatThrownBy(() -> Glimpse.of(new byte[0], 8, 6)).isInstanceOf(UnreadablePictureException.class);
    }
}
