package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;

class DamagedPictureTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;

    @Test
    void refusesEveryPrefixOfAWholeFile() throws IOException {
        Map<String, byte[]> files = files();
        files.remove("gif"); // Its last byte, a trailer, says nothing about the pixels.
        files.forEach((name, file) -> {
            Random random = new Random(7);
            for (int i = 0; i < 400; i++) {
                int length = i < 40 ? i : random.nextInt(file.length);
                assertThatThrownBy(() -> Picture.decode(Arrays.copyOf(file, length)))
                        .describedAs("%s cut to %d of %d bytes", name, length, file.length)
                        .isInstanceOf(UnreadablePictureException.class);
            }
            assertThatThrownBy(() -> Picture.decode(Arrays.copyOf(file, file.length - 1)))
                    .describedAs("%s without its last byte", name)
                    .isInstanceOf(UnreadablePictureException.class);
        });
    }

    @Test
    void saysThatAJpegIsCutOffEvenWhereItsThumbnailIsWhole() {
        byte[] thumbnail = TestPictures.encode(TestPictures.noise(16, 16, 1), "jpeg");
        byte[] jpeg = TestPictures.encode(TestPictures.noise(64, 64, 2), "jpeg");
        byte[] withThumbnail = ByteBuffer.allocate(jpeg.length + thumbnail.length + 4)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) 0xE2)
                .putShort((short) (thumbnail.length + 2))
                .put(thumbnail)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
        Picture.decode(withThumbnail).close();
        assertThatThrownBy(() -> Picture.decode(Arrays.copyOf(withThumbnail, withThumbnail.length - 500)))
                .hasMessageContaining("JPEG is cut off");
    }

    @Test
    void readsAJpegWithBytesAfterItsEnd() {
        byte[] jpeg = TestPictures.encode(TestPictures.noise(64, 64, 2), "jpeg");
        Picture.decode(Arrays.copyOf(jpeg, jpeg.length + 5_000)).close();
    }

    @Test
    void survivesFlippedBytes() throws IOException {
        files().forEach((name, file) -> {
            int pictures = 0;
            for (int seed = 0; seed < 500; seed++) {
                pictures += decodes(name, flipped(file, seed)) ? 1 : 0;
            }
            assertThat(pictures).describedAs(name).isLessThan(500);
        });
    }

    @Test
    void survivesRandomBytesBehindEachMagic() throws IOException {
        files().forEach((name, file) -> {
            for (int seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                byte[] garbage = new byte[20 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                System.arraycopy(file, 0, garbage, 0, 4 + random.nextInt(16));
                decodes(name, garbage);
            }
        });
    }

    @Test
    void refusesAPictureThatWouldUnfoldIntoTooManyPixels() {
        byte[] jpeg =
                TestPictures.withPromisedSize(TestPictures.encode(TestPictures.noise(8, 8, 1), "jpeg"), 60_000, 50_000);
        byte[] bmp = TestPictures.encode(TestPictures.noise(8, 8, 1), "bmp");
        bmp[18] = bmp[19] = bmp[22] = bmp[23] = 0x7F;
        byte[] gif = TestPictures.encode(TestPictures.noise(8, 8, 1), "gif");
        gif[6] = gif[7] = gif[8] = gif[9] = 0x7F;
        assertThatThrownBy(() -> Picture.decode(jpeg))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessage("The JPEG has 60000x50000 pixels, and at most 100 million are read: make it smaller.");
        assertThatThrownBy(() -> Picture.decode(bmp)).isInstanceOf(UnreadablePictureException.class);
        assertThatThrownBy(() -> Picture.decode(gif)).hasMessageContaining("100 million");
    }

    @Test
    void refusesAJpegThatGoesOverItsPixelsAgainAndAgain() throws IOException {
        byte[] jpeg = TestPictures.progressiveJpeg(TestPictures.noise(16, 16, 1));
        int scan = lastScan(jpeg);
        byte[] again = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
        ByteBuffer bomb = ByteBuffer.allocate(jpeg.length + 200 * again.length).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 200; i++) {
            bomb.put(again);
        }
        bomb.put(jpeg, jpeg.length - 2, 2);
        assertThatThrownBy(() -> Picture.decode(bomb.array())).hasMessageContaining("more than 100 times");
    }

    private static int lastScan(byte[] jpeg) {
        for (int i = jpeg.length - 2; i > 0; i--) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xDA) {
                return i;
            }
        }
        throw new IllegalArgumentException("no scan");
    }

    @Test
    void saysWhatIsWrongInOneSentence() {
        assertSentence(new byte[0], "There is no picture: it has 0 bytes.");
        assertSentence(bytes("hello"), "This is no picture: it has only 5 bytes.");
        assertSentence(
                bytes("<html>not found</html>"),
                "This is no picture of a known format: JPEG, PNG, WebP, GIF and BMP are read.");
        assertSentence(
                bytes("\0\0\0\030ftypheic\0\0\0\0mif1heic"),
                "HEIC pictures can't be read: save it as JPEG; JPEG, PNG, WebP, GIF and BMP are read.");
        byte[] png = TestPictures.encode(TestPictures.noise(9, 9, 1), "png");
        assertSentence(Arrays.copyOf(png, 80), "The PNG is cut off before its end: use the whole file.");
        png[60] ^= 1;
        assertSentence(png, "The PNG is damaged: use another copy of it.");
    }

    private static void assertSentence(byte[] file, String sentence) {
        assertThatThrownBy(() -> Picture.decode(file))
                .isInstanceOfSatisfying(
                        UnreadablePictureException.class,
                        e -> assertThat(e.sentence()).isEqualTo(sentence));
    }

    private static boolean decodes(String name, byte[] file) {
        try (Picture picture = Picture.decode(file)) {
            assertThat(picture.width()).describedAs(name).isPositive();
            assertThat(picture.toJpeg(50)).isNotEmpty();
            return true;
        } catch (UnreadablePictureException e) {
            assertThat(e.sentence()).doesNotContain("\n").isNotBlank();
            return false;
        }
    }

    private static byte[] flipped(byte[] file, int seed) {
        Random random = new Random(seed);
        byte[] damaged = file.clone();
        int reach = seed % 2 == 0 ? damaged.length : Math.min(damaged.length, 100);
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String format : new String[] {"jpeg", "png", "bmp", "gif"}) {
            files.put(format, TestPictures.encode(TestPictures.quarters(WIDTH, HEIGHT), format));
        }
        files.put("noisy jpeg", TestPictures.encode(TestPictures.noise(WIDTH, HEIGHT, 5), "jpeg"));
        files.put("progressive jpeg", TestPictures.progressiveJpeg(TestPictures.noise(WIDTH, HEIGHT, 5)));
        files.put("webp", webp(80));
        files.put("lossless webp", webp(101));
        return files;
    }

    private static byte[] webp(int quality) {
        try (Picture picture = Picture.decode(TestPictures.encode(TestPictures.noise(WIDTH, HEIGHT, 6), "png"));
                BytePointer target = new BytePointer();
                IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
            opencv_imgcodecs.imencode(".webp", picture.mat(), target, options);
            byte[] file = new byte[(int) target.limit()];
            target.get(file);
            return file;
        }
    }
}
