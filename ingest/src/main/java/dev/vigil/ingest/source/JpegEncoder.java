package dev.vigil.ingest.source;

import dev.vigil.runtime.topic.Topics;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Cuts pictures to their region, scales them down, turns them upright, blacks the masks out and encodes them as JPEG: nothing else
 * makes what is published. Reuses its buffers; for one thread.
 */
final class JpegEncoder implements AutoCloseable {
    /** What a record may weigh besides its value: headers, key, batch. */
    private static final int RECORD_OVERHEAD = 64 * 1024;

    private static final int JPEG_LARGEST_SIDE = 65_500;
    private static final double SMALLER = 0.7;

    private final Framing framing;
    private final int width;
    private final int maxBytes;
    private final IntPointer parameters;
    private final BytePointer extension = new BytePointer(".jpg");
    private final Mat scaled = new Mat();
    private final Mat turned = new Mat();

    JpegEncoder(PictureSettings settings) {
        this(settings, Topics.MAX_RECORD_BYTES - RECORD_OVERHEAD);
    }

    JpegEncoder(PictureSettings settings, int maxBytes) {
        NativePixels.load();
        this.framing = new Framing(settings);
        this.width = settings.width();
        this.maxBytes = maxBytes;
        this.parameters = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, settings.quality());
    }

    /**
     * Encodes a BGR picture, into which the masks may be drawn. What would be too large for the topic is made smaller until it
     * fits.
     *
     * @param pixelAspect width of one pixel over its height: 1 but for old video formats
     */
    Jpeg encode(Mat picture, Orientation orientation, double pixelAspect) {
        try (Mat part = framing.cut(picture, orientation)) {
            return encodePart(part, orientation, pixelAspect);
        }
    }

    private Jpeg encodePart(Mat picture, Orientation orientation, double pixelAspect) {
        double wide = picture.cols() * Math.min(1, pixelAspect);
        double high = picture.rows() / Math.max(1, pixelAspect);
        double upright = orientation.transpose() ? high : wide;
        double scale = Math.min(1, Math.min(width / upright, JPEG_LARGEST_SIDE / Math.max(wide, high)));
        for (double factor = scale; ; factor *= SMALLER) {
            Mat ready = turn(resize(picture, side(wide * factor), side(high * factor)), orientation);
            framing.mask(ready);
            byte[] bytes = compress(ready);
            if (bytes.length <= maxBytes) {
                return new Jpeg(bytes, ready.cols(), ready.rows());
            }
        }
    }

    private static int side(double pixels) {
        return (int) Math.max(1, Math.round(pixels));
    }

    private Mat resize(Mat picture, int wide, int high) {
        if (picture.cols() == wide && picture.rows() == high) {
            return picture;
        }
        // Linear is the faster and sharper one until it would skip pixels.
        boolean skips = picture.cols() > 2L * wide || picture.rows() > 2L * high;
        int method = skips ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
        try (Size size = new Size(wide, high)) {
            opencv_imgproc.resize(picture, scaled, size, 0, 0, method);
        }
        return scaled;
    }

    private Mat turn(Mat picture, Orientation orientation) {
        if (orientation.upright()) {
            return picture;
        }
        orientation.apply(picture, turned);
        return turned;
    }

    private byte[] compress(Mat picture) {
        try (BytePointer encoded = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(extension, picture, encoded, parameters)) {
                throw new IllegalStateException(
                        "OpenCV could not encode a picture of " + picture.cols() + "x" + picture.rows() + ".");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        scaled.close();
        turned.close();
        extension.close();
        parameters.close();
    }
}
