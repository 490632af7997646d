package dev.vigil.standalone.pipeline;

import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.PictureSettings;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceException;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.ingest.source.SourceStep;
import dev.vigil.runtime.error.UserError;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * What every camera of the bench shows, over and over: 1280x720, two people side by side, for {@value #SECONDS} seconds; then a cut
 * to two others' parts of the clips on another ground, so that all tracks end and new ones are decided. Immutable.
 */
final class Scenes {
    /** Frames a second of the pictures; a camera of a lower rate leaves some out. */
    static final int RATE = 10;

    /** From one cut to the next. */
    static final int SECONDS = 3;

    private static final int COUNT = 6;
    private static final int LENGTH = RATE * SECONDS;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final float QUALITY = .85f;
    private static final SourceSettings SETTINGS = SourceSettings.of(
            PictureSettings.whole(WIDTH, 90), Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final List<byte[]> jpegs;

    private Scenes(List<byte[]> jpegs) {
        this.jpegs = List.copyOf(jpegs);
    }

    /**
     * Makes the pictures of two videos.
     *
     * @throws UserError if one can't be read, or is shorter than 18 s
     */
    static Scenes of(Path left, Path right) {
        List<byte[]> lefts = read(left);
        List<byte[]> rights = read(right);
        return new Scenes(IntStream.range(0, COUNT * LENGTH)
                .parallel()
                .mapToObj(i -> picture(
                        i / LENGTH, lefts.get(i), rights.get(COUNT * LENGTH - LENGTH * (i / LENGTH + 1) + i % LENGTH)))
                .toList());
    }

    /** The picture at this number of tenths of a second; shared, not to be changed. */
    byte[] at(long tenth) {
        return jpegs.get((int) (tenth % jpegs.size()));
    }

    /** Mean size, in bytes. */
    long meanBytes() {
        return jpegs.stream().mapToLong(jpeg -> jpeg.length).sum() / jpegs.size();
    }

    private static List<byte[]> read(Path file) {
        List<byte[]> pictures = new ArrayList<>();
        Duration gap = Duration.ofMillis(1000 / RATE);
        Duration due = Duration.ZERO;
        SourceAddress address = SourceAddress.parse(file.toAbsolutePath().toString());
        try (FrameSource source = FrameSources.create(address, SETTINGS)) {
            source.open();
            SourceStep step = source.next();
            while (pictures.size() < COUNT * LENGTH && step instanceof SourceStep.Frame frame) {
                if (frame.at().compareTo(due) >= 0) {
                    pictures.add(source.encode().bytes());
                    due = due.plus(gap);
                }
                step = source.next();
            }
        } catch (SourceException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
        if (pictures.size() < COUNT * LENGTH) {
            throw new UserError(file + " is too short for the bench: it needs " + COUNT * SECONDS + " s.");
        }
        return pictures;
    }

    private static byte[] picture(int scene, byte[] left, byte[] right) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(scene % 2 == 0 ? new Color(40, 60, 90) : new Color(200, 190, 170));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        boolean swapped = scene % 2 == 1;
        draw(graphics, swapped ? right : left, 0, swapped ? 60 : 20);
        draw(graphics, swapped ? left : right, WIDTH / 2, swapped ? 180 : 100);
        graphics.dispose();
        return encode(image);
    }

    private static void draw(Graphics2D graphics, byte[] jpeg, int x, int y) {
        try {
            BufferedImage person = ImageIO.read(new ByteArrayInputStream(jpeg));
            int width = WIDTH / 2;
            graphics.drawImage(person, x, y, width, width * person.getHeight() / person.getWidth(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "jpeg")
                .next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
