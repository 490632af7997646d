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
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A decoded picture: 8-bit BGR pixels in native memory, upright, origin top left. Whoever made it closes it, and its memory is
 * free at once. Not for several threads at a time.
 */
public final class Picture implements AutoCloseable {
    private static final long MAX_FILE_BYTES = 512L << 20;
    private static final int MAX_SIDE = 1 << 15;

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

    /**
     * The same, smaller or larger: pixels are averaged where it shrinks, and interpolated linearly where it grows.
     *
     * @param factor of both sides, over 0; each stays at least one pixel
     * @return a picture of its own, which the caller closes
     */
    public Picture scaled(double factor) {
        if (!(factor > 0 && Math.max(width(), height()) * factor <= MAX_SIDE)) {
            throw new IllegalArgumentException("A picture can't be scaled by " + factor + ".");
        }
        int width = (int) Math.max(1, Math.round(width() * factor));
        int height = (int) Math.max(1, Math.round(height() * factor));
        Mat other = new Mat();
        try (Size size = new Size(width, height)) {
            int how = factor < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(mat(), other, size, 0, 0, how);
        }
        return new Picture(other);
    }

    /**
     * A part of it of the given size; what reaches over its edge is black.
     *
     * @param left column of the picture at the part's left edge, may be negative
     * @param top row of the picture at the part's top edge, may be negative
     * @return a picture of its own, which the caller closes
     */
    public Picture part(int left, int top, int width, int height) {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("A part can't be " + width + "x" + height + " pixels.");
        }
        int fromX = Math.max(0, left);
        int fromY = Math.max(0, top);
        int w = Math.min(width(), left + width) - fromX;
        int h = Math.min(height(), top + height) - fromY;
        try (Scalar black = new Scalar(0)) {
            Mat part = new Mat(height, width, opencv_core.CV_8UC3, black);
            if (w > 0 && h > 0) {
                try (Rect source = new Rect(fromX, fromY, w, h);
                        Rect target = new Rect(fromX - left, fromY - top, w, h);
                        Mat from = mat().apply(source);
                        Mat into = part.apply(target)) {
                    from.copyTo(into);
                }
            }
            return new Picture(part);
        }
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
