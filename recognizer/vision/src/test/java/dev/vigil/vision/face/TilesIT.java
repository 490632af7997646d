package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A very wide scene with many small faces and one large one. */
final class TilesIT {
    private static final int WIDTH = 6000;
    private static final int HEIGHT = 900;

    @TempDir
    private Path folder;

    /** BGR bytes of the scene. */
    private final byte[] scene = new byte[WIDTH * HEIGHT * 3];

    private void paste(Picture picture, int left, int top) throws IOException {
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(picture.toJpeg(95)));
        for (int y = 0; y < pixels.getHeight(); y++) {
            for (int x = 0; x < pixels.getWidth(); x++) {
                int rgb = pixels.getRGB(x, y);
                int at = ((top + y) * WIDTH + left + x) * 3;
                scene[at] = (byte) rgb;
                scene[at + 1] = (byte) (rgb >> 8);
                scene[at + 2] = (byte) (rgb >> 16);
            }
        }
    }

    @Test
    void findsSmallFacesAcrossAWideSceneOnceAndTheLargeOneToo() throws Exception {
        Path photo = Samples.people(Samples.unpack(folder))
                .values()
                .iterator()
                .next()
                .get(0);
        try (FaceModels models = Samples.models();
                FaceAnalyzer native320 = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.read(photo)) {
            Box face = native320.detect(picture).get(0).box();
            List<Box> wanted = new ArrayList<>();
            try (Picture small = picture.scaled(24 / face.width());
                    Picture large = picture.scaled(Math.min(420 / face.width(), 880.0 / picture.height()))) {
                double scale = 24 / face.width();
                for (int left = 40; left + small.width() < 4600; left += 331) {
                    int top = (left * 7) % (HEIGHT - small.height());
                    paste(small, left, top);
                    wanted.add(new Box((float) (left + face.x() * scale), (float) (top + face.y() * scale), 24, (float)
                            (face.height() * scale)));
                }
                double grown = (double) large.width() / picture.width();
                int left = WIDTH - large.width();
                paste(large, left, 0);
                wanted.add(new Box(
                        (float) (left + face.x() * grown),
                        (float) (face.y() * grown),
                        (float) (face.width() * grown),
                        (float) (face.height() * grown)));
            }
            try (Picture wide = Picture.ofBgr(scene, WIDTH, HEIGHT);
                    FaceAnalyzer once = models.newAnalyzer(new DetectorSettings(640, 480, .65f, .4f));
                    FaceAnalyzer tiled = models.newAnalyzer(new DetectorSettings(640, 480, .65f, .4f, 16))) {
                assertThat(once.detect(wide)).as("in a single look").hasSizeLessThan(3);
                List<Detection> found = tiled.detect(wide);
                assertThat(wanted)
                        .hasSizeGreaterThan(10)
                        .allSatisfy(box -> assertThat(found)
                                .filteredOn(detection -> detection.box().iou(box) > .4f)
                                .as("%s", box)
                                .hasSize(1));
                assertThat(tiled.detect(wide)).hasSameSizeAs(found);
            }
        }
    }
}
