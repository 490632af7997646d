package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lies behind a mask is in nothing that leaves the encoder. */
class MaskTest {
    private static final Polygon TRIANGLE = Polygon.parse("0.2,0.1 0.8,0.3 0.4,0.9");
    private static final int BRIGHTEST_OF_BLACK = 40; // JPEG rings a little at an edge

    @BeforeAll
    static void load() {
        NativePixels.load();
    }

    private static Mat noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        Random random = new Random(7);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (128 + random.nextInt(128));
        }
        Mat picture = new Mat(height, width, opencv_core.CV_8UC3);
        picture.data().put(pixels, 0, pixels.length);
        return picture;
    }

    private static Mat encoded(PictureSettings settings, Mat picture, Orientation orientation) {
        try (JpegEncoder encoder = new JpegEncoder(settings)) {
            Jpeg jpeg = encoder.encode(picture, orientation, 1);
            return opencv_imgcodecs.imdecode(new Mat(new BytePointer(jpeg.bytes())), opencv_imgcodecs.IMREAD_GRAYSCALE);
        }
    }

    private static int grey(Mat picture, int x, int y) {
        return picture.ptr(y, x).get() & 0xFF;
    }

    /** By the even-odd rule, apart from the encoder's own drawing. */
    private static boolean inside(Polygon polygon, double x, double y) {
        boolean inside = false;
        List<Polygon.Point> points = polygon.points();
        for (int i = 0; i < points.size(); i++) {
            Polygon.Point a = points.get(i);
            Polygon.Point b = points.get((i + 1) % points.size());
            boolean crosses = (a.y() > y) != (b.y() > y) && x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x();
            inside ^= crosses;
        }
        return inside;
    }

    private static void assertBlackInside(Mat shown, Region region) {
        int black = 0;
        for (int y = 0; y < shown.rows(); y++) {
            for (int x = 0; x < shown.cols(); x++) {
                double wholeX = region.x() + (x + 0.5) / shown.cols() * region.width();
                double wholeY = region.y() + (y + 0.5) / shown.rows() * region.height();
                if (inside(TRIANGLE, wholeX, wholeY)) {
                    black++;
                    assertThat(grey(shown, x, y)).as("%d,%d", x, y).isLessThan(BRIGHTEST_OF_BLACK);
                }
            }
        }
        assertThat(black).isGreaterThan(shown.cols() * shown.rows() / 20);
    }

    private static PictureSettings masked(int width, Region region) {
        return new PictureSettings(width, 95, region, List.of(TRIANGLE));
    }

    @Test
    void everyPixelOfAMaskIsBlackAtFullSizeAndScaled() {
        try (Mat picture = noise(640, 360)) {
            assertBlackInside(encoded(masked(640, Region.WHOLE), picture, Orientation.UPRIGHT), Region.WHOLE);
        }
        try (Mat picture = noise(640, 360)) {
            Mat small = encoded(masked(397, Region.WHOLE), picture, Orientation.UPRIGHT);
            assertThat(small.cols()).isEqualTo(397);
            assertBlackInside(small, Region.WHOLE);
            assertThat(grey(small, 390, 5)).as("outside is seen").isGreaterThan(100);
        }
    }

    @Test
    void masksStayWhereTheyAreWhenARegionIsCutOut() {
        Region region = Region.parse("0.25,0.2,0.5,0.6");
        try (Mat picture = noise(640, 360)) {
            Mat part = encoded(masked(640, region), picture, Orientation.UPRIGHT);
            assertThat(part.cols() + "x" + part.rows()).isEqualTo("320x216");
            assertBlackInside(part, region);
        }
    }

    @Test
    void masksAndRegionAreOfTheUprightPicture() {
        Region region = Region.parse("0.25,0.2,0.5,0.6");
        for (Orientation orientation : List.of(
                new Orientation(true, true, false),
                new Orientation(true, false, true),
                new Orientation(false, true, true))) {
            try (Mat picture = noise(360, 640)) {
                Mat part = encoded(masked(640, region), picture, orientation);
                assertBlackInside(part, region);
            }
        }
    }

    @Test
    void theRegionIsThePartThatItSays() {
        try (Mat picture = noise(640, 360)) {
            picture.ptr(0, 0).put((byte) 0);
            Region corner = Region.parse("0.5,0.5,0.5,0.5");
            Mat stored = new Framing(new PictureSettings(640, 90, corner, List.of())).cut(picture, Orientation.UPRIGHT);
            assertThat(stored.ptr(0, 0).get()).isEqualTo(picture.ptr(180, 320).get());
            Mat turned = new Framing(new PictureSettings(640, 90, corner, List.of()))
                    .cut(
                            picture,
                            new Orientation(false, true, true)); // upside down: the other corner of what is stored
            assertThat(turned.ptr(0, 0).get()).isEqualTo(picture.ptr(0, 0).get());
        }
    }

    @Test
    void whatMovesBehindAMaskIsNoMotion() {
        try (Mat before = noise(640, 360);
                Mat after = noise(640, 360);
                GreyPictures masked = new GreyPictures(masked(640, Region.WHOLE));
                GreyPictures plain = new GreyPictures(PictureSettings.whole(640, 90))) {
            for (int y = 140; y < 200; y++) {
                for (int x = 260; x < 320; x++) {
                    after.ptr(y, x).put((byte) 0).put(1, (byte) 0).put(2, (byte) 0);
                }
            }
            GreyPicture seen = plain.of(before, Orientation.UPRIGHT);
            assertThat(plain.of(after, Orientation.UPRIGHT).changed(seen, 15)).isGreaterThan(0.01);
            GreyPicture hidden = masked.of(before, Orientation.UPRIGHT);
            assertThat(masked.of(after, Orientation.UPRIGHT).changed(hidden, 15))
                    .isZero();
        }
    }
}
