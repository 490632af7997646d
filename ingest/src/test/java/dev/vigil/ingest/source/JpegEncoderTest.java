package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class JpegEncoderTest {
    @Test
    void whatWouldNotFitTheTopicIsMadeSmallerUntilItDoes() {
        NativePixels.load();
        try (JpegEncoder encoder = new JpegEncoder(PictureSettings.whole(1280, 95), 100_000);
                Mat noise = new Mat(720, 1280, opencv_core.CV_8UC3)) {
            opencv_core.randu(noise, new Mat(new double[] {0}), new Mat(new double[] {255}));

            Jpeg jpeg = encoder.encode(noise, Orientation.UPRIGHT, 1);

            assertThat(jpeg.bytes().length).isLessThanOrEqualTo(100_000).isGreaterThan(10_000);
            assertThat((double) jpeg.width() / jpeg.height()).isBetween(1.75, 1.8);
        }
    }

    @Test
    void oblongPixelsAreMadeSquareWithoutEnlarging() {
        NativePixels.load();
        try (JpegEncoder encoder = new JpegEncoder(PictureSettings.whole(1280, 85));
                Mat picture = new Mat(576, 720, opencv_core.CV_8UC3, new Scalar(9, 9, 9, 0))) {
            Jpeg wide = encoder.encode(picture, Orientation.UPRIGHT, 64 / 45.0);
            Jpeg narrow = encoder.encode(picture, Orientation.UPRIGHT, 0.9);

            assertThat(wide.width() + "x" + wide.height()).isEqualTo("720x405");
            assertThat(narrow.width() + "x" + narrow.height()).isEqualTo("648x576");
        }
    }

    @Test
    void encodingManyPicturesLeavesNativeMemoryFlat() {
        NativePixels.load();
        try (JpegEncoder encoder = new JpegEncoder(PictureSettings.whole(320, 85));
                Mat picture = new Mat(480, 640, opencv_core.CV_8UC3, new Scalar(9, 9, 9, 0))) {
            encoder.encode(picture, Orientation.UPRIGHT, 1);
            long before = org.bytedeco.javacpp.Pointer.totalBytes();
            for (int i = 0; i < 500; i++) {
                encoder.encode(picture, new Orientation(true, true, false), 1);
            }
            assertThat(org.bytedeco.javacpp.Pointer.totalBytes() - before).isLessThan(2_000_000);
        }
    }
}
