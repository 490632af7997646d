package dev.vigil.vision.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests, encoded by the JDK, so that another decoder's word is tested. */
public final class TestPictures {
    private TestPictures() {}

    /** Four quarters: red, green over blue, white. */
    static BufferedImage quarters(int width, int height) {
        return quarters(width, height, Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    }

    static BufferedImage quarters(
            int width, int height, Color leftTop, Color rightTop, Color leftBottom, Color rightBottom) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = image.createGraphics();
        int x = width / 2;
        int y = height / 2;
        fill(pen, leftTop, 0, 0, x, y);
        fill(pen, rightTop, x, 0, width - x, y);
        fill(pen, leftBottom, 0, y, x, height - y);
        fill(pen, rightBottom, x, y, width - x, height - y);
        pen.dispose();
        return image;
    }

    private static void fill(Graphics2D pen, Color colour, int x, int y, int width, int height) {
        pen.setColor(colour);
        pen.fillRect(x, y, width, height);
    }

    /** Noise, which no coder makes small. */
    public static BufferedImage noise(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    public static byte[] encode(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("The JDK writes no " + format + " of this kind.");
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] progressiveJpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Four bands without a word about their colours: CMYK to a decoder. */
    static byte[] cmykJpeg(int width, int height) throws IOException {
        BufferedImage argb = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(argb.getRaster(), null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The TIFF structure that EXIF is: one entry, the orientation (tag 274). */
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** The same JPEG with an EXIF segment right after its start. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = exif(orientation);
        return ByteBuffer.allocate(jpeg.length + 10 + exif.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) 0xE1)
                .putShort((short) (2 + 6 + exif.length))
                .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** How a camera held in that orientation (EXIF tag 274) would store the upright picture. */
    public static BufferedImage stored(BufferedImage upright, int orientation) {
        boolean turned = orientation > 4;
        int width = turned ? upright.getHeight() : upright.getWidth();
        int height = turned ? upright.getWidth() : upright.getHeight();
        BufferedImage stored = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int right = turned ? row : column;
                int down = turned ? column : row;
                int x = List.of(2, 3, 6, 7).contains(orientation) ? upright.getWidth() - 1 - right : right;
                int y = List.of(3, 4, 7, 8).contains(orientation) ? upright.getHeight() - 1 - down : down;
                stored.setRGB(column, row, upright.getRGB(x, y));
            }
        }
        return stored;
    }

    /** The same PNG with an eXIf chunk after its header. */
    static byte[] pngWithOrientation(byte[] png, int orientation) {
        byte[] exif = exif(orientation);
        byte[] body = ByteBuffer.allocate(4 + exif.length)
                .put("eXIf".getBytes(StandardCharsets.ISO_8859_1))
                .put(exif)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(body);
        int afterHeader = 33;
        return ByteBuffer.allocate(png.length + 12 + exif.length)
                .put(png, 0, afterHeader)
                .putInt(exif.length)
                .put(body)
                .putInt((int) checksum.getValue())
                .put(png, afterHeader, png.length - afterHeader)
                .array();
    }

    /** Changes the height that a JPEG's frame header promises. */
    static byte[] withPromisedSize(byte[] jpeg, int width, int height) {
        byte[] changed = jpeg.clone();
        for (int i = 0; i < changed.length - 9; i++) {
            if ((changed[i] & 0xFF) == 0xFF && (changed[i + 1] & 0xFE) == 0xC0) {
                ByteBuffer.wrap(changed).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return changed;
            }
        }
        throw new IllegalArgumentException("no frame header");
    }
}
