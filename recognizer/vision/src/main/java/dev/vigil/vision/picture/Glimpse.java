package dev.vigil.vision.picture;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture in grey and very small, at a fraction of the cost of decoding it: of a JPEG only the mean of each block of 8x8 pixels
 * is computed.
 */
public final class Glimpse {
    private Glimpse() {}

    /**
     * Decodes it so.
     *
     * @param encoded as {@link Picture#decode} reads it
     * @param width of the result in pixels
     * @param height of the result in pixels; the picture is stretched to both
     * @return {@code width * height} grey values, row by row
     * @throws UnreadablePictureException if it is no such picture, or cut off
     */
    public static byte[] of(byte[] encoded, int width, int height) {
        OpenCv.ready();
        PictureHeader header = PictureHeader.read(encoded);
        try (BytePointer bytes = new BytePointer(encoded);
                Mat file = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
                Mat reduced = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8);
                Mat small = new Mat();
                Size size = new Size(width, height)) {
            if (reduced.empty()) {
                throw UnreadablePictureException.damaged(header.format());
            }
            opencv_imgproc.resize(reduced, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            byte[] pixels = new byte[width * height];
            small.data().get(pixels);
            return pixels;
        } catch (UnreadablePictureException e) {
            throw e;
        } catch (RuntimeException e) {
            // How a C++ exception of the decoder arrives here.
            throw new UnreadablePictureException(
                    UnreadablePictureException.damaged(header.format()).sentence(), e);
        }
    }
}
