package dev.vigil.vision.picture;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** JPEG out of pixels, of a given quality or of a bounded size. */
final class JpegEncoder {
    private static final int[] QUALITIES = {88, 78, 65, 50, 35};
    private static final double SHRINK = .75;
    private static final int LEAST_BYTES = 1_000;

    private JpegEncoder() {}

    static byte[] encode(Mat bgr, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("A JPEG's quality lies in 1 to 100, unlike " + quality + ".");
        }
        try (BytePointer target = new BytePointer();
                IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
            if (!opencv_imgcodecs.imencode(".jpg", bgr, target, options)) {
                throw new IllegalStateException(
                        "A picture of " + bgr.cols() + "x" + bgr.rows() + " pixels can't be encoded as JPEG.");
            }
            byte[] jpeg = new byte[Math.toIntExact(target.limit())];
            target.get(jpeg);
            return jpeg;
        }
    }

    /** The best quality at the largest size that fits into the bytes; a picture of a few pixels always does. */
    static byte[] encodeWithin(Mat bgr, Region region, int longestSide, int maxBytes) {
        if (maxBytes < LEAST_BYTES || longestSide < 1) {
            throw new IllegalArgumentException("A crop needs at least " + LEAST_BYTES + " bytes and 1 pixel.");
        }
        try (Rect rectangle = new Rect(region.x(), region.y(), region.width(), region.height());
                Mat part = bgr.apply(rectangle)) {
            double side = Math.min(longestSide, Math.max(region.width(), region.height()));
            while (true) {
                byte[] jpeg = encodeAt(part, Math.max(1, side), maxBytes);
                if (jpeg.length <= maxBytes) {
                    return jpeg;
                }
                side *= SHRINK;
            }
        }
    }

    private static byte[] encodeAt(Mat part, double side, int maxBytes) {
        double scale = side / Math.max(part.cols(), part.rows());
        int width = (int) Math.max(1, Math.round(part.cols() * scale));
        int height = (int) Math.max(1, Math.round(part.rows() * scale));
        try (Mat small = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(part, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            byte[] jpeg = encode(small, QUALITIES[0]);
            for (int i = 1; i < QUALITIES.length && jpeg.length > maxBytes; i++) {
                jpeg = encode(small, QUALITIES[i]);
            }
            return jpeg;
        }
    }
}
