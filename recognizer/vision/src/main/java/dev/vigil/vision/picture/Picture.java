package dev.vigil.vision.picture;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded picture: 8-bit BGR pixels in native memory, upright, origin top left. Whoever made it closes it, and its memory is
 * free at once. Not for several threads at a time.
 */
public final class Picture implements AutoCloseable {
    private static final long MAX_FILE_BYTES = 512L << 20;

    private final Mat pixels;
    private boolean closed;

    private Picture(Mat pixels) {
        this.pixels = pixels;
    }

    /**
     * Decodes JPEG, PNG, WebP, GIF (its first picture) or BMP of any depth and colour space to 8-bit BGR, turned upright by its
     * EXIF orientation; transparency is dropped.
     *
     * @throws UnreadablePictureException if it is no such picture, is cut off or damaged, or has over 100 million pixels, which
     *     is seen before any pixel is decoded
     */
    public static Picture decode(byte[] encoded) {
        OpenCv.ready();
        PictureHeader header = PictureHeader.read(encoded);
        Mat pixels;
        try (BytePointer bytes = new BytePointer(encoded);
                Mat file = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
            pixels = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR_BGR);
        } catch (RuntimeException e) {
            // How a C++ exception of the decoder arrives here.
            throw new UnreadablePictureException(
                    UnreadablePictureException.damaged(header.format()).sentence(), e);
        }
        if (pixels.empty() || pixels.type() != opencv_core.CV_8UC3) {
            pixels.close();
            throw UnreadablePictureException.damaged(header.format());
        }
        return new Picture(pixels);
    }

    /**
     * Reads and decodes a file, as {@link #decode} does.
     *
     * @throws UserError naming the file, if it is missing, can't be read, or is no picture
     */
    public static Picture read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new UserError(file + " is a folder, not a picture.");
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UserError(file + " has over " + (MAX_FILE_BYTES >> 20) + " MB: use a smaller picture.");
            }
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new UserError(400, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UserError(400, file + " can't be read: " + e.getMessage() + ".", e);
        } catch (UnreadablePictureException e) {
            throw new UserError(400, file + " can't be used: " + e.sentence(), e);
        }
    }

    /**
     * A picture of its own copy of raw pixels.
     *
     * @param bgr {@code height * width * 3} bytes, row by row, blue first
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Picture ofBgr(byte[] bgr, int width, int height) {
        OpenCv.ready();
        if (width < 1 || height < 1 || bgr.length != (long) width * height * 3) {
            throw new IllegalArgumentException(
                    "A " + width + "x" + height + " picture can't be made of " + bgr.length + " bytes.");
        }
        Mat pixels = new Mat(height, width, opencv_core.CV_8UC3);
        pixels.data().put(bgr);
        return new Picture(pixels);
    }

    /**
     * A picture of its own copy of an OpenCV matrix, which stays the caller's.
     *
     * @param bgr 8-bit, 3 channels, blue first
     * @throws IllegalArgumentException if it is empty or of another type
     */
    public static Picture copyOf(Mat bgr) {
        OpenCv.ready();
        if (bgr.empty() || bgr.type() != opencv_core.CV_8UC3) {
            throw new IllegalArgumentException("A picture is made of 8-bit BGR pixels only.");
        }
        return new Picture(bgr.clone());
    }

    /**
     * The same in a frame of its outermost pixels, drawn outwards: a face that fills a tight crop is found where there is room
     * around it.
     *
     * @param margin of the frame on each side, as a fraction of the picture's size, in (0, 1]
     * @return a picture of its own, which the caller closes
     */
    public Picture framed(float margin) {
        int x = Math.max(1, Math.round(width() * margin));
        int y = Math.max(1, Math.round(height() * margin));
        Mat larger = new Mat();
        opencv_core.copyMakeBorder(mat(), larger, y, y, x, x, opencv_core.BORDER_REPLICATE);
        return new Picture(larger);
    }

    /** In pixels, upright. */
    public int width() {
        return mat().cols();
    }

    /** In pixels, upright. */
    public int height() {
        return mat().rows();
    }

    /** Encodes it as a JPEG, with {@code quality} in [1, 100]. */
    public byte[] toJpeg(int quality) {
        return JpegEncoder.encode(mat(), quality);
    }

    /**
     * A small JPEG of a part of the picture, to show or to keep.
     *
     * @param box what to show; what reaches over the picture's edge is left out
     * @param margin to add on each side, as a fraction of the box's size
     * @param longestSide of the crop at most, in pixels; it is never enlarged
     * @param maxBytes of the JPEG at most: quality, then size, are lowered until it fits
     * @throws IllegalArgumentException if {@code maxBytes} is too few for any picture (under 1,000)
     */
    public byte[] cropJpeg(Box box, float margin, int longestSide, int maxBytes) {
        Region region = Region.around(box, margin, width(), height());
        return JpegEncoder.encodeWithin(mat(), region, longestSide, maxBytes);
    }

    /** Frees the pixels; closing twice does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pixels.close();
        }
    }

    /** The pixels, which stay this picture's. */
    Mat mat() {
        if (closed) {
            throw new IllegalStateException("The picture is closed.");
        }
        return pixels;
    }
}
