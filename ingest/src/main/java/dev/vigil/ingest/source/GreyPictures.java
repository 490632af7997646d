package dev.vigil.ingest.source;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Makes small grey pictures of the region, with the masks in them. Reuses its buffers; for one thread. */
final class GreyPictures implements AutoCloseable {
    private static final int WIDTH = 160;

    private final Framing framing;
    private final Mat small = new Mat();
    private final Mat grey = new Mat();
    private final Mat turned = new Mat();

    GreyPictures(PictureSettings settings) {
        NativePixels.load();
        framing = new Framing(settings);
    }

    /** Of a BGR picture, which stays the caller's. */
    GreyPicture of(Mat picture, Orientation orientation) {
        try (Mat part = framing.cut(picture, orientation)) {
            double scale = Math.min(1, (double) WIDTH / Math.max(part.cols(), part.rows()));
            try (Size size = new Size(side(part.cols() * scale), side(part.rows() * scale))) {
                opencv_imgproc.resize(part, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            }
        }
        opencv_imgproc.cvtColor(small, grey, opencv_imgproc.COLOR_BGR2GRAY);
        orientation.apply(grey, turned);
        framing.mask(turned);
        byte[] pixels = new byte[Math.toIntExact(turned.total())];
        turned.data().get(pixels);
        return new GreyPicture(pixels, turned.cols());
    }

    private static int side(double pixels) {
        return (int) Math.max(1, Math.round(pixels));
    }

    @Override
    public void close() {
        small.close();
        grey.close();
        turned.close();
    }
}
