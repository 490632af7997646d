package dev.vigil.vision.picture;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Cuts square, turned and scaled pieces out of pictures. Keeps its native memory for the next one. For one thread. */
public final class Warp implements AutoCloseable {
    private final int side;
    private final Mat target;
    private final Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1);
    /** The memory of {@link #matrix}. */
    private final DoublePointer numbers = new DoublePointer(matrix.data());

    private final Scalar black = new Scalar(0, 0, 0, 0);
    private final Size size;
    private boolean closed;

    /** For pieces of {@code side x side} pixels. */
    public Warp(int side) {
        OpenCv.ready();
        this.side = side;
        target = new Mat(side, side, opencv_core.CV_8UC3);
        size = new Size(side, side);
    }

    /**
     * The piece whose pixel {@code (a x - b y + tx, b x + a y + ty)} shows the picture at {@code (x, y)}, by linear
     * interpolation; black where the picture does not reach.
     *
     * @return {@code side * side * 3} bytes, row by row, blue first
     */
    public byte[] similarity(Picture picture, double a, double b, double tx, double ty) {
        if (closed) {
            throw new IllegalStateException("The warp is closed.");
        }
        numbers.put(a, -b, tx, b, a, ty);
        opencv_imgproc.warpAffine(
                picture.mat(), target, matrix, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
        byte[] bgr = new byte[side * side * 3];
        target.data().get(bgr);
        return bgr;
    }

    /** Frees the memory; closing twice does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        target.close();
        matrix.close();
        black.close();
        size.close();
    }
}
