package dev.vigil.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes picture files to BGR, upright by their EXIF orientation. */
final class PictureReader {
    private static final long MAX_PIXELS = 100_000_000L;
    private static final long MAX_JPEG_PIXELS = 1_000_000_000L;
    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private PictureReader() {}

    /**
     * Reads one picture, at full size or, where it is a JPEG more than twice as wide as {@code width}, at a half, quarter or
     * eighth, still no smaller than {@code width}: its decoder does that for less than nothing.
     *
     * @return the picture, which the caller closes
     * @throws SourceException naming the file and what is wrong with it
     */
    static Mat read(Path file, int width) {
        NativePixels.load();
        try {
            PictureHeader header = header(file);
            return decode(file, flags(header, width));
        } catch (IOException e) {
            throw new SourceException("The picture " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Decodes a JPEG that is at hand, smaller where it is much larger than {@code width}, as {@link #read} does.
     *
     * @return the picture, which the caller closes; empty where it can't be decoded or is absurdly large
     */
    static Optional<Mat> jpeg(byte[] bytes, int wide, int high, int width) {
        NativePixels.load();
        PictureHeader header = new PictureHeader(PictureHeader.Kind.JPEG, wide, high);
        if (header.pixels() > MAX_JPEG_PIXELS) {
            return Optional.empty();
        }
        return decode(bytes, flags(header, width));
    }

    private static PictureHeader header(Path file) throws IOException {
        Optional<PictureHeader> header = PictureHeader.read(file);
        if (header.isEmpty() || header.get().pixels() == 0) {
            throw new SourceException(
                    "The file " + file + " is no picture that can be read: JPEG, PNG, BMP, TIFF and WebP can.");
        }
        PictureHeader found = header.get();
        long most = found.kind() == PictureHeader.Kind.JPEG ? MAX_JPEG_PIXELS : MAX_PIXELS;
        if (found.pixels() > most || Files.size(file) > MAX_BYTES) {
            throw new SourceException("The picture " + file + " is too large: " + found.width() + "x" + found.height()
                    + " pixels, " + Files.size(file) + " bytes.");
        }
        return found;
    }

    private static int flags(PictureHeader header, int width) {
        long shorter = Math.min(header.width(), header.height()); // EXIF may swap the sides
        long factor = header.kind() == PictureHeader.Kind.JPEG ? shorter / width : 1;
        if (factor >= 8 || header.pixels() > 16 * MAX_PIXELS) {
            return opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
        } else if (factor >= 4 || header.pixels() > 4 * MAX_PIXELS) {
            return opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
        } else if (factor >= 2 || header.pixels() > MAX_PIXELS) {
            return opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
        }
        return opencv_imgcodecs.IMREAD_COLOR;
    }

    private static Mat decode(Path file, int flags) throws IOException {
        byte[] bytes = Files.readAllBytes(file); // by Java: OpenCV would want the path in its own encoding
        return decode(bytes, flags).orElseThrow(() -> damaged(file));
    }

    private static Optional<Mat> decode(byte[] bytes, int flags) {
        try (BytePointer data = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, data)) {
            Mat picture = opencv_imgcodecs.imdecode(encoded, flags);
            return picture == null || picture.empty() ? Optional.empty() : Optional.of(picture);
        } catch (RuntimeException e) { // OpenCV's own, from native code
            return Optional.empty();
        }
    }

    private static SourceException damaged(Path file) {
        return new SourceException("The picture " + file + " is damaged: it can't be decoded.");
    }
}
