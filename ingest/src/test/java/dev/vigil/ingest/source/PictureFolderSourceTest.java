package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.ingest.testing.Clips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderSourceTest {
    private static final SourceSettings SETTINGS = VideoFileSourceTest.SETTINGS;

    @TempDir
    Path folder;

    private final List<Jpeg> jpegs = new ArrayList<>();

    private List<SourceStep> readAll(Path path) {
        List<SourceStep> steps = new ArrayList<>();
        try (FrameSource source = FrameSources.create(new SourceAddress.Local(path), SETTINGS)) {
            source.open();
            SourceStep step = source.next();
            while (step instanceof SourceStep.Frame || step instanceof SourceStep.Skipped) {
                if (step instanceof SourceStep.Frame) {
                    jpegs.add(source.encode());
                }
                steps.add(step);
                step = source.next();
            }
            assertThat(step).isInstanceOf(SourceStep.End.class);
        }
        return steps;
    }

    @Test
    void picturesComeByNameEachASceneOfItsOwn() throws IOException {
        Clips.picture(folder.resolve("b.png"), 200, 100, 100);
        Clips.picture(folder.resolve("a.jpg"), 200, 100, 60);
        Clips.picture(folder.resolve("c.webp"), 200, 100, 140);
        Clips.picture(folder.resolve("d.BMP"), 200, 100, 180);
        Clips.picture(folder.resolve("e.tiff"), 200, 100, 200);
        Files.writeString(folder.resolve("README.txt"), "not a picture");
        Clips.picture(folder.resolve(".hidden.jpg"), 200, 100, 20);
        Clips.picture(Files.createDirectory(folder.resolve("below")).resolve("z.jpg"), 200, 100, 20);

        List<SourceStep> steps = readAll(folder);

        assertThat(steps)
                .extracting(step -> ((SourceStep.Frame) step).at())
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(12));
        int[] greys = {60, 100, 140, 180, 200};
        for (int i = 0; i < greys.length; i++) {
            assertThat(Clips.colourAt(jpegs.get(i).bytes(), 0.5, 0.6)[1]).isCloseTo(greys[i], within(5));
        }
    }

    @Test
    void whatCannotBeReadIsNamedAndSkipped() throws IOException {
        Clips.picture(folder.resolve("a.jpg"), 200, 100, 60);
        Files.writeString(folder.resolve("b.jpg"), "this is no picture at all, whatever its name says".repeat(10));
        Files.createFile(folder.resolve("c.png"));
        byte[] png = Files.readAllBytes(Clips.picture(folder.resolve("d.png"), 200, 100, 60));
        Files.write(folder.resolve("d.png"), Arrays.copyOf(png, 40));
        Clips.picture(folder.resolve("e.jpg"), 200, 100, 90);

        List<SourceStep> steps = readAll(folder);

        assertThat(steps.get(0)).isEqualTo(SourceStep.Frame.whole(Duration.ZERO));
        assertThat(((SourceStep.Skipped) steps.get(1)).sentence()).contains("b.jpg");
        assertThat(((SourceStep.Skipped) steps.get(2)).sentence()).contains("c.png");
        assertThat(((SourceStep.Skipped) steps.get(3)).sentence()).contains("d.png");
        assertThat(steps.get(4)).isEqualTo(SourceStep.Frame.whole(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource({"1, 300, 200, .5, .1", "3, 300, 200, .5, .9", "6, 200, 300, .9, .5", "8, 200, 300, .1, .5"})
    void picturesStandUprightByTheirExifOrientation(int orientation, int width, int height, double x, double y)
            throws IOException {
        Clips.orient(Clips.picture(folder.resolve("a.jpg"), 300, 200, 60), orientation);

        readAll(folder);

        assertThat(jpegs.get(0).width()).isEqualTo(width);
        assertThat(jpegs.get(0).height()).isEqualTo(height);
        assertThat(Clips.colourAt(jpegs.get(0).bytes(), x, y)[2]).isGreaterThan(200);
    }

    @Test
    void aLargePictureIsScaledDownAlsoWhenItStandsOnItsSide() throws IOException {
        Clips.orient(Clips.picture(folder.resolve("a.jpg"), 6000, 4000, 60), 6);
        Clips.picture(folder.resolve("b.png"), 3000, 2000, 60);

        readAll(folder);

        assertThat(jpegs).extracting(Jpeg::width).containsExactly(1280, 1280);
        assertThat(jpegs).extracting(Jpeg::height).containsExactly(1920, 853);
    }

    @Test
    void aPictureThatClaimsGigapixelsIsRefusedByItsHeader() throws IOException {
        byte[] png = Files.readAllBytes(Clips.picture(folder.resolve("a.png"), 200, 100, 60));
        ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
        Files.write(folder.resolve("a.png"), png);

        List<SourceStep> steps = readAll(folder);

        assertThat(((SourceStep.Skipped) steps.get(0)).sentence())
                .contains("a.png")
                .contains("too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one.jpg", "one.png", "no-ending"})
    void aPictureFileIsAFolderOfOne(String name) throws IOException {
        Path file = Clips.picture(folder.resolve("x.jpg"), 200, 100, 60);
        Files.move(file, folder.resolve(name));

        assertThat(readAll(folder.resolve(name))).containsExactly(SourceStep.Frame.whole(Duration.ZERO));
    }

    @Test
    void aFolderWithoutPicturesIsRefusedByName() throws IOException {
        Clips.mp4(folder.resolve("a.mp4"), 160, 120, 2, 10);

        assertThatThrownBy(() -> readAll(folder))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no pictures");
    }
}
