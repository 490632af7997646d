package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.ingest.testing.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFileSourceTest {
    static final SourceSettings SETTINGS = SourceSettings.of(
            PictureSettings.whole(1280, 85), Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private record Shot(Duration at, Jpeg jpeg) {}

    private static List<Shot> readAll(Path file, SourceSettings settings) {
        List<Shot> shots = new ArrayList<>();
        try (FrameSource source = FrameSources.create(new SourceAddress.Local(file), settings)) {
            source.open();
            SourceStep step = source.next();
            while (step instanceof SourceStep.Frame frame) {
                shots.add(new Shot(frame.at(), source.encode()));
                step = source.next();
            }
            assertThat(step).isInstanceOf(SourceStep.End.class);
        }
        return shots;
    }

    private static SourceStep end(Path file) {
        try (FrameSource source = FrameSources.create(new SourceAddress.Local(file), SETTINGS)) {
            source.open();
            SourceStep step = source.next();
            while (step instanceof SourceStep.Frame) {
                step = source.next();
            }
            return step;
        }
    }

    @Test
    void everyFrameComesInOrderWithItsPresentationTime() throws IOException {
        List<Shot> shots = readAll(Clips.mp4(folder.resolve("a.mp4"), 320, 240, 25, 10), SETTINGS);

        assertThat(shots).hasSize(25);
        for (int i = 0; i < shots.size(); i++) {
            assertThat(shots.get(i).at()).isEqualTo(Duration.ofMillis(100L * i));
            int[] middle = Clips.colourAt(shots.get(i).jpeg().bytes(), 0.5, 0.6);
            assertThat(middle[1]).as("frame %d", i).isCloseTo(Clips.grey(i), within(6));
        }
        assertThat(end(folder.resolve("a.mp4"))).isEqualTo(new SourceStep.End(Duration.ofMillis(2_500)));
        assertThat(shots.get(0).jpeg().width()).isEqualTo(320);
        assertThat(shots.get(0).jpeg().height()).isEqualTo(240);
    }

    @ParameterizedTest
    @CsvSource({
        // display matrix a b c d, wide or high afterwards, where the red bar of the stored top lies then (x, y)
        "0, 1, -1, 0, 240, 320, 0.9, 0.5", // held upright: a quarter clockwise
        "-1, 0, 0, -1, 320, 240, 0.5, 0.9", // upside down
        "0, -1, 1, 0, 240, 320, 0.1, 0.5", // a quarter anticlockwise
        "1, 0, 0, 1, 320, 240, 0.5, 0.1"
    })
    void turnedPhoneVideosStandUpright(int a, int b, int c, int d, int width, int height, double x, double y)
            throws IOException {
        Path file = Clips.mp4(folder.resolve("phone.mp4"), 320, 240, 3, 10);
        Clips.rotate(file, a, b, c, d);

        Jpeg jpeg = readAll(file, SETTINGS).get(0).jpeg();

        assertThat(jpeg.width()).isEqualTo(width);
        assertThat(jpeg.height()).isEqualTo(height);
        assertThat(isRed(jpeg, x, y)).isTrue();
        assertThat(isRed(jpeg, 1 - x, 1 - y)).isFalse();
    }

    private static boolean isRed(Jpeg jpeg, double x, double y) {
        int[] colour = Clips.colourAt(jpeg.bytes(), x, y);
        return colour[2] > 200 && colour[0] < 90 && colour[1] < 90;
    }

    @Test
    void wideFramesAreScaledDownAndSmallOnesAreLeftAlone() throws IOException {
        Path wide = Clips.mp4(folder.resolve("wide.mp4"), 1920, 1080, 2, 10);

        Jpeg jpeg = readAll(wide, SETTINGS).get(0).jpeg();

        assertThat(jpeg.width()).isEqualTo(1280);
        assertThat(jpeg.height()).isEqualTo(720);
        assertThat(isRed(jpeg, 0.5, 0.1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "30, 22", "354, 198", "360, 288", "362, 200", "1278, 718"})
    void widthsThatAreNoMultipleOfAVectorAreWholeToTheLastPixel(int width, int height) throws IOException {
        for (Shot shot : readAll(Clips.mp4(folder.resolve("odd.mp4"), width, height, 3, 10), SETTINGS)) {
            assertThat(shot.jpeg().width() + "x" + shot.jpeg().height()).isEqualTo(width + "x" + height);
        }
        Jpeg first = readAll(folder.resolve("odd.mp4"), SETTINGS).get(0).jpeg();
        int[] corner = Clips.colourAt(first.bytes(), (width - 1.0) / width, (height - 1.0) / height);
        assertThat(corner[1]).isCloseTo(Clips.grey(0), within(40));
    }

    @ParameterizedTest
    @CsvSource({"matroska, 12", "avi, 12", "mpegts, 2", "mjpeg, 7"})
    void otherContainersAndCodecsAreRead(String format, int codec) throws IOException {
        String ending = format.equals("mjpeg") ? "mjpeg" : "bin";
        Path file = Clips.record(folder.resolve("clip." + ending), 320, 240, 12, 25, format, codec);

        List<Shot> shots = readAll(file, SETTINGS);

        assertThat(shots).hasSize(12);
        assertThat(shots.get(0).at()).isZero();
        assertThat(shots).extracting(Shot::at).isSorted().doesNotHaveDuplicates();
        assertThat(Clips.colourAt(shots.get(11).jpeg().bytes(), 0.5, 0.6)[1]).isCloseTo(Clips.grey(11), within(8));
    }

    @Test
    void aDamagedMiddleCostsOnlyItself() throws IOException {
        Path file = Clips.record(folder.resolve("a.ts"), 320, 240, 60, 25, "mpegts", avcodec.AV_CODEC_ID_MPEG2VIDEO);
        byte[] bytes = Files.readAllBytes(file);
        byte[] junk = new byte[bytes.length / 10];
        new Random(7).nextBytes(junk);
        System.arraycopy(junk, 0, bytes, bytes.length / 2, junk.length);
        Files.write(file, bytes);

        List<Shot> shots = readAll(file, SETTINGS);

        assertThat(shots.size()).isBetween(30, 60);
        assertThat(shots).extracting(Shot::at).isSorted();
    }

    @Test
    void aFileThatIsNoVideoIsRefusedByName() throws IOException {
        Path text = Files.writeString(
                folder.resolve("notes.mp4"), "Not a video at all, just some lines of text.\n".repeat(50));
        Path noise = folder.resolve("noise.mp4");
        byte[] bytes = new byte[50_000];
        new Random(1).nextBytes(bytes);
        Files.write(noise, bytes);
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path plain = Files.writeString(folder.resolve("readme.txt"), "Hello\n".repeat(100));
        Path playlist = Files.writeString(
                folder.resolve("list.m3u8"), "#EXTM3U\n#EXTINF:10,\n" + folder.resolve("a.mp4") + "\n#EXT-X-ENDLIST\n");

        for (Path file : List.of(text, noise, empty, plain, playlist)) {
            assertThatThrownBy(() -> readAll(file, SETTINGS))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aCutFileGivesWhatItHasOrIsRefusedByName() throws IOException {
        Path whole = Clips.mp4(folder.resolve("whole.mp4"), 320, 240, 50, 25);
        byte[] bytes = Files.readAllBytes(whole);
        Path headless = Files.write(folder.resolve("headless.mp4"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> readAll(headless, SETTINGS)).hasMessageContaining("headless.mp4");

        Path mkv = Clips.record(folder.resolve("b.mkv"), 320, 240, 50, 25, "matroska", avcodec.AV_CODEC_ID_MPEG4);
        byte[] stream = Files.readAllBytes(mkv);
        Files.write(mkv, java.util.Arrays.copyOf(stream, stream.length / 2));
        assertThat(readAll(mkv, SETTINGS).size()).isBetween(5, 45);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> readAll(folder.resolve("gone.mp4"), SETTINGS))
                .isInstanceOf(SourceException.class)
                .hasMessageMatching("The file .*gone\\.mp4 does not exist\\.");
    }

    @Test
    void pathsWithBlanksAndAccentsWork() throws IOException {
        Path file = Clips.mp4(folder.resolve("my clip 1%d.mp4"), 160, 120, 4, 10);
        assertThat(readAll(file, SETTINGS)).hasSize(4);
    }

    @Test
    void afterAbortNothingIsRead() throws IOException {
        Path file = Clips.mp4(folder.resolve("a.mp4"), 160, 120, 4, 10);
        try (FrameSource source = FrameSources.create(new SourceAddress.Local(file), SETTINGS)) {
            source.open();
            source.abort();
            assertThat(source.next()).isInstanceOf(SourceStep.Lost.class);
        }
    }
}
