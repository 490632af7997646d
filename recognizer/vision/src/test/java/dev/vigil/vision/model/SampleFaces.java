package dev.vigil.vision.model;

import dev.vigil.vision.torchscript.OrtNetwork;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Real photos, and the crops of the faces in them, made with the JDK's own pictures and with ONNX Runtime alone, so that nothing
 * that is tested takes part.
 */
final class SampleFaces {
    private static final float LEAST_SCORE = .65f;
    private static final double[][] TEMPLATE = {
        {38.2946, 51.6963}, {73.5318, 51.5014}, {56.0252, 71.7366}, {41.5493, 92.3655}, {70.7299, 92.2041}
    };

    private SampleFaces() {}

    /** A face's box as fractions of its letterboxed picture: left, top, right, bottom. */
    record Fractions(float left, float top, float right, float bottom) {}

    /** Every JPEG under a folder. */
    static List<BufferedImage> photos(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .map(SampleFaces::read)
                    .toList();
        }
    }

    private static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fitted into a black picture of that size, at its top left. */
    static BufferedImage letterboxed(BufferedImage photo, int width, int height) {
        double scale = Math.min((double) width / photo.getWidth(), (double) height / photo.getHeight());
        return drawn(photo, width, height, AffineTransform.getScaleInstance(scale, scale));
    }

    /** The faces that the anchor sees in a picture of 320x240, best first, without overlaps. */
    static List<Fractions> faces(List<Tensor> scoresAndBoxes) {
        Tensor scores = scoresAndBoxes.get(0);
        Tensor boxes = scoresAndBoxes.get(1);
        List<Integer> best = java.util.stream.IntStream.range(0, scores.size(1))
                .filter(i -> scores.values().get(2 * i + 1) > LEAST_SCORE)
                .boxed()
                .sorted((a, b) -> Float.compare(
                        scores.values().get(2 * b + 1), scores.values().get(2 * a + 1)))
                .toList();
        List<Fractions> faces = new ArrayList<>();
        for (int i : best) {
            Fractions box = new Fractions(
                    boxes.values().get(4 * i),
                    boxes.values().get(4 * i + 1),
                    boxes.values().get(4 * i + 2),
                    boxes.values().get(4 * i + 3));
            if (faces.stream().noneMatch(kept -> overlap(kept, box) > .4)) {
                faces.add(box);
            }
        }
        return faces;
    }

    private static double overlap(Fractions a, Fractions b) {
        double w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        double h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        double common = Math.max(0, w) * Math.max(0, h);
        double both = (a.right - a.left) * (a.bottom - a.top) + (b.right - b.left) * (b.bottom - b.top);
        return common / (both - common);
    }

    /** The box stretched to a square. */
    static BufferedImage stretched(BufferedImage picture, Fractions box, int side) {
        AffineTransform transform = AffineTransform.getScaleInstance(
                side / ((box.right - box.left) * picture.getWidth()),
                side / ((box.bottom - box.top) * picture.getHeight()));
        transform.translate(-box.left * picture.getWidth(), -box.top * picture.getHeight());
        return drawn(picture, side, side, transform);
    }

    /** The face turned and scaled so that its five points come nearest to the template. */
    static BufferedImage aligned(BufferedImage picture, Fractions box, Tensor points) {
        double[][] five = {
            mean(points, 37, 38, 40, 41),
            mean(points, 43, 44, 46, 47),
            mean(points, 30),
            mean(points, 48, 60),
            mean(points, 54, 64)
        };
        for (double[] point : five) {
            point[0] = (box.left + point[0] * (box.right - box.left)) * picture.getWidth();
            point[1] = (box.top + point[1] * (box.bottom - box.top)) * picture.getHeight();
        }
        return drawn(picture, 112, 112, similarity(five));
    }

    private static double[] mean(Tensor points, int... indices) {
        double x = 0;
        double y = 0;
        for (int i : indices) {
            x += points.values().get(2 * i) / indices.length;
            y += points.values().get(2 * i + 1) / indices.length;
        }
        return new double[] {x, y};
    }

    /** The least squares of turning, scaling and moving, as one complex factor. */
    private static AffineTransform similarity(double[][] from) {
        double fx = 0;
        double fy = 0;
        double tx = 0;
        double ty = 0;
        for (int i = 0; i < 5; i++) {
            fx += from[i][0] / 5;
            fy += from[i][1] / 5;
            tx += TEMPLATE[i][0] / 5;
            ty += TEMPLATE[i][1] / 5;
        }
        double real = 0;
        double imaginary = 0;
        double size = 0;
        for (int i = 0; i < 5; i++) {
            double x = from[i][0] - fx;
            double y = from[i][1] - fy;
            real += x * (TEMPLATE[i][0] - tx) + y * (TEMPLATE[i][1] - ty);
            imaginary += x * (TEMPLATE[i][1] - ty) - y * (TEMPLATE[i][0] - tx);
            size += x * x + y * y;
        }
        double a = real / size;
        double b = imaginary / size;
        return new AffineTransform(a, b, -b, a, tx - a * fx + b * fy, ty - b * fx - a * fy);
    }

    private static BufferedImage drawn(BufferedImage from, int width, int height, AffineTransform transform) {
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(from, transform, null);
        graphics.dispose();
        return to;
    }

    /** Pictures as a network wants them. */
    static ByteBuffer input(ModelCard.Input card, List<BufferedImage> pictures) {
        int channels = card.colour().channels();
        int w = pictures.get(0).getWidth();
        int h = pictures.get(0).getHeight();
        ByteBuffer buffer = ByteBuffer.allocateDirect(pictures.size() * channels * w * h * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        for (BufferedImage picture : pictures) {
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        float pixel = pixel(card.colour(), picture.getRGB(x, y), c);
                        buffer.putFloat(
                                (pixel - card.mean().get(c)) / card.std().get(c));
                    }
                }
            }
        }
        return buffer.clear();
    }

    private static float pixel(ColourOrder colour, int rgb, int channel) {
        int red = (rgb >> 16) & 255;
        int green = (rgb >> 8) & 255;
        int blue = rgb & 255;
        return switch (colour) {
            case GREY -> .299f * red + .587f * green + .114f * blue;
            case RGB -> channel == 0 ? red : channel == 1 ? green : blue;
            case BGR -> channel == 0 ? blue : channel == 1 ? green : red;
        };
    }

    /** The anchor's answer for one picture. */
    static List<Tensor> anchor(OrtNetwork network, ModelCard.Input card, BufferedImage picture) throws Exception {
        return network.run(
                input(card, List.of(picture)), 1, card.colour().channels(), picture.getHeight(), picture.getWidth());
    }
}
