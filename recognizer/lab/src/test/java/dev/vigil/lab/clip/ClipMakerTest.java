package dev.vigil.lab.clip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.lab.tracking.TruthFace;
import dev.vigil.lab.tracking.TruthFile;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.picture.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipMakerTest {
    private static final ClipMaker SMALL = new ClipMaker(160, 90, 5);
    private static final List<Actor> CAST =
            List.of(actor("ada", Color.RED), actor("bob", Color.GREEN), actor("eve", Color.BLUE));

    @TempDir
    private Path folder;

    /** A face that is a coloured square. */
    private static Actor actor(String name, Color colour) {
        BufferedImage picture = new BufferedImage(60, 60, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(colour);
        pen.fillRect(5, 5, 50, 50);
        pen.dispose();
        return new Actor(name, List.of(new Look(picture, new Box(10, 10, 40, 40))), false);
    }

    @Test
    void makesTheSameClipOfTheSameSeedAndAnotherOfAnother() throws IOException {
        Path first = make(3, "a");
        Path again = make(3, "b");
        Path other = make(4, "c");

        assertThat(first).hasSameBinaryContentAs(again);
        assertThat(folder.resolve("a.csv")).hasSameBinaryContentAs(folder.resolve("b.csv"));
        assertThat(Files.readAllBytes(first)).isNotEqualTo(Files.readAllBytes(other));
    }

    @Test
    void showsEachFaceWhereTheTruthSaysItIs() throws IOException {
        Path clip = make(3, "a");
        List<byte[]> frames = frames(Files.readAllBytes(clip));
        List<TruthFace> truth = TruthFile.read(folder.resolve("a.csv"));

        assertThat(truth).extracting(TruthFace::person).contains("ada", "bob", "eve");
        assertThat(truth).allSatisfy(face -> assertThat(face.frame()).isBetween(0, frames.size() - 1));
        long looked = truth.stream()
                .filter(face -> face.visible() == 1)
                .limit(60)
                .peek(face -> {
                    BufferedImage frame = Casting.decode(frames.get(face.frame()));
                    Box box = face.box();
                    int rgb =
                            frame.getRGB(Math.round(box.x() + box.width() / 2), Math.round(box.y() + box.height() / 2));
                    assertThat(strongest(rgb))
                            .as("%s in frame %d", face, face.frame())
                            .isEqualTo(face.person());
                })
                .count();
        assertThat(looked).isEqualTo(60);
    }

    private static String strongest(int rgb) {
        int r = rgb >> 16 & 0xFF;
        int g = rgb >> 8 & 0xFF;
        int b = rgb & 0xFF;
        return r > g && r > b ? "ada" : g > b ? "bob" : "eve";
    }

    /** Nobody is demanded who can't be seen, and all that happens lies between cuts that begin appearances. */
    @Test
    void countsANewAppearanceAfterEachCut() throws IOException {
        make(3, "a");
        List<TruthFace> truth = TruthFile.read(folder.resolve("a.csv"));

        assertThat(truth)
                .filteredOn(face -> face.person().equals("ada"))
                .extracting(TruthFace::appearance)
                .isSorted()
                .contains(0, 1);
        assertThat(truth)
                .extracting(TruthFace::visible)
                .allSatisfy(v -> assertThat(v).isBetween(0f, 1f));
    }

    @Test
    void wantsTwoPeople() {
        assertThatThrownBy(() -> SMALL.make(
                        CAST.subList(0, 1), List.of(), 1, 1, folder.resolve("x.avi"), folder.resolve("x.csv")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path make(long seed, String name) throws IOException {
        Path clip = folder.resolve(name + ".avi");
        ClipMaker.Made made = SMALL.make(CAST, List.of(), 30, seed, clip, folder.resolve(name + ".csv"));
        assertThat(frames(Files.readAllBytes(clip))).hasSize(made.frames());
        return clip;
    }

    /** By the file's own index: each entry points to a whole JPEG of the right size. */
    private static List<byte[]> frames(byte[] avi) {
        ByteBuffer file = ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(text(file, 0)).isEqualTo("RIFF");
        assertThat(file.getInt(4)).isEqualTo(avi.length - 8);
        int movies = 212 + 8;
        assertThat(text(file, movies)).isEqualTo("movi");
        int index = movies - 4 + 4 + file.getInt(movies - 4);
        assertThat(text(file, index)).isEqualTo("idx1");
        List<byte[]> frames = new ArrayList<>();
        for (int at = index + 8; at < avi.length; at += 16) {
            int chunk = movies + file.getInt(at + 8);
            assertThat(text(file, chunk)).isEqualTo("00dc");
            assertThat(file.getInt(chunk + 4)).isEqualTo(file.getInt(at + 12));
            byte[] jpeg = new byte[file.getInt(at + 12)];
            file.get(chunk + 8, jpeg);
            frames.add(jpeg);
        }
        try (Picture picture = Picture.decode(frames.get(0))) {
            assertThat(picture.width()).isEqualTo(160);
        }
        return frames;
    }

    private static String text(ByteBuffer file, int at) {
        byte[] four = new byte[4];
        file.get(at, four);
        return new String(four, US_ASCII);
    }
}
