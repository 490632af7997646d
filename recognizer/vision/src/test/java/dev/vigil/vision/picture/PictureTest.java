package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "bmp", "gif"})
    void decodesWhatCamerasAndPhonesWrite(String format) {
        byte[] file = TestPictures.encode(TestPictures.quarters(48, 32), format);
        try (Picture picture = Picture.decode(file)) {
            assertThat(picture.width()).isEqualTo(48);
            assertThat(picture.height()).isEqualTo(32);
            assertThat(Colours.at(picture, 5, 5)).isEqualTo("red");
            assertThat(Colours.at(picture, 42, 5)).isEqualTo("green");
            assertThat(Colours.at(picture, 5, 27)).isEqualTo("blue");
            assertThat(Colours.at(picture, 42, 27)).isEqualTo("white");
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void bringsEveryKindOfPngToEightBitColour(int type) {
        BufferedImage image = new BufferedImage(20, 10, type);
        image.setRGB(3, 4, 0xFFFFFFFF);
        try (Picture picture = Picture.decode(TestPictures.encode(image, "png"))) {
            assertThat(picture.mat().type()).isEqualTo(opencv_core.CV_8UC3);
            assertThat(picture.width()).isEqualTo(20);
            assertThat(Colours.at(picture, 3, 4)).isEqualTo("white");
            assertThat(Colours.at(picture, 10, 4)).isEqualTo("black");
        }
    }

    @Test
    void bringsCmykProgressiveAndGreyJpegToEightBitColour() throws IOException {
        BufferedImage grey = new BufferedImage(33, 17, BufferedImage.TYPE_BYTE_GRAY);
        byte[][] files = {
            TestPictures.cmykJpeg(33, 17),
            TestPictures.progressiveJpeg(TestPictures.quarters(33, 17)),
            TestPictures.encode(grey, "jpeg")
        };
        for (byte[] file : files) {
            try (Picture picture = Picture.decode(file)) {
                assertThat(picture.mat().type()).isEqualTo(opencv_core.CV_8UC3);
                assertThat(picture.width()).isEqualTo(33);
                assertThat(picture.height()).isEqualTo(17);
            }
        }
    }

    @Test
    void decodesAPictureOfOnePixel() {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(1, 1, 1), "png"))) {
            assertThat(picture.width()).isEqualTo(1);
            assertThat(picture.toJpeg(80)).startsWith(0xFF, 0xD8);
        }
    }

    @Test
    void makesAJpegThatOthersCanRead() throws IOException {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(64, 48, 2), "png"))) {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture.toJpeg(90)));
            assertThat(read.getWidth()).isEqualTo(64);
            assertThat(read.getHeight()).isEqualTo(48);
            assertThatIllegalArgumentException().isThrownBy(() -> picture.toJpeg(0));
        }
    }

    @Test
    void cropsWithAMarginInsideThePicture() {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.quarters(200, 100), "png"))) {
            try (Picture crop = Picture.decode(picture.cropJpeg(new Box(50, 40, 40, 20), .5f, 500, 100_000))) {
                assertThat(crop.width()).isEqualTo(80);
                assertThat(crop.height()).isEqualTo(40);
            }
            try (Picture crop = Picture.decode(picture.cropJpeg(new Box(-30, -30, 60, 60), 0, 500, 100_000))) {
                assertThat(crop.width()).isEqualTo(30);
                assertThat(crop.height()).isEqualTo(30);
            }
            try (Picture crop = Picture.decode(picture.cropJpeg(new Box(0, 0, 200, 100), 0, 50, 100_000))) {
                assertThat(crop.width()).isEqualTo(50);
                assertThat(crop.height()).isEqualTo(25);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_000, 8_192, 30_000})
    void keepsACropWithinItsBytesHoweverNoisyItIs(int maxBytes) {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(500, 400, 3), "png"))) {
            byte[] crop = picture.cropJpeg(new Box(0, 0, 500, 400), 0, 400, maxBytes);
            assertThat(crop.length).isBetween(maxBytes / 4, maxBytes);
            Picture.decode(crop).close();
        }
    }

    @Test
    void refusesACropThatNoPictureFits() {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(8, 8, 3), "png"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> picture.cropJpeg(new Box(0, 0, 8, 8), 0, 100, 10));
        }
    }

    @Test
    void copiesAMatrixThatMayThenChange() {
        try (Mat mat = new Mat(6, 7, opencv_core.CV_8UC3, new Scalar(255, 0, 0, 0));
                Picture picture = Picture.copyOf(mat)) {
            mat.put(new Scalar(0, 0, 0, 0));
            assertThat(picture.width()).isEqualTo(7);
            assertThat(Colours.at(picture, 3, 3)).isEqualTo("blue");
        }
        try (Mat grey = new Mat(6, 7, opencv_core.CV_8UC1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Picture.copyOf(grey));
        }
    }

    @Test
    void takesRawPixelsOfTheRightCountOnly() {
        try (Picture picture = Picture.ofBgr(new byte[] {0, 0, (byte) 255, 0, (byte) 255, 0}, 2, 1)) {
            assertThat(Colours.at(picture, 0, 0)).isEqualTo("red");
            assertThat(Colours.at(picture, 1, 0)).isEqualTo("green");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofBgr(new byte[7], 2, 1));
    }

    @Test
    void cannotBeUsedOnceClosedAndMayBeClosedTwice() {
        Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(8, 8, 4), "png"));
        picture.close();
        picture.close();
        assertThatIllegalStateException().isThrownBy(picture::width).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> picture.toJpeg(80));
    }

    @Test
    void namesTheFileThatItCannotUse(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.jpg"), "no picture at all, only words");
        Path missing = folder.resolve("missing.jpg");
        assertThatThrownBy(() -> Picture.read(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("notes.jpg")
                .hasMessageContaining("JPEG, PNG, WebP, GIF and BMP");
        assertThatThrownBy(() -> Picture.read(missing))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("There is no file")
                .hasMessageContaining("missing.jpg");
        assertThatThrownBy(() -> Picture.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void isScaledAndCutWithBlackBeyondItsEdge() {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.quarters(64, 32), "png"));
                Picture half = picture.scaled(.5);
                Picture corner = half.part(-16, -8, 32, 16);
                Picture beyond = half.part(100, 100, 8, 8)) {
            assertThat(half.width()).isEqualTo(32);
            assertThat(half.height()).isEqualTo(16);
            for (int x : new int[] {4, 28}) {
                for (int y : new int[] {3, 13}) {
                    assertThat(Colours.at(half, x, y)).isEqualTo(Colours.at(picture, 2 * x, 2 * y));
                }
            }
            assertThat(corner.width()).isEqualTo(32);
            assertThat(Colours.at(corner, 20, 10)).isEqualTo(Colours.at(half, 4, 2));
            assertThat(Colours.at(corner, 5, 10)).isEqualTo(Colours.at(beyond, 4, 4));
            assertThatThrownBy(() -> picture.scaled(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> picture.scaled(1e9)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> picture.part(0, 0, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
