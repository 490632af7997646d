package dev.vigil.ingest.source;

import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Cuts the region out of a picture and blacks its masks out. Masks are drawn after scaling and reach {@value #EDGE} pixels further
 * than the polygon, so that no pixel which scaling has mixed with what lies behind a mask is left. For one thread.
 */
final class Framing {
    /** Scaling mixes neighbours over less than one pixel of its result; corners are rounded by half a pixel. */
    private static final int EDGE = 2;

    private final Region region;
    private final List<Polygon> masks;

    Framing(PictureSettings settings) {
        region = settings.region();
        masks = settings.masks();
    }

    /** The region of a picture that is not turned upright yet, without a copy; the caller closes it. */
    Mat cut(Mat picture, Orientation orientation) {
        if (region.whole()) {
            return new Mat(picture);
        }
        Region part = region.stored(orientation);
        int left = at(part.x(), picture.cols() - 1);
        int top = at(part.y(), picture.rows() - 1);
        int right = Math.max(left + 1, at(part.x() + part.width(), picture.cols()));
        int bottom = Math.max(top + 1, at(part.y() + part.height(), picture.rows()));
        try (Rect inside = new Rect(left, top, right - left, bottom - top)) {
            return picture.apply(inside);
        }
    }

    private static int at(double share, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(share * most)));
    }

    /** Draws the masks into an upright picture that shows the region. */
    void mask(Mat upright) {
        for (Polygon polygon : masks) {
            draw(polygon, upright);
        }
    }

    private void draw(Polygon polygon, Mat upright) {
        int count = polygon.points().size();
        try (Mat corners = new Mat(count, 1, opencv_core.CV_32SC2);
                MatVector contour = new MatVector(corners);
                Scalar black = new Scalar(0, 0, 0, 0)) {
            IntPointer numbers = new IntPointer(corners.data());
            for (int i = 0; i < count; i++) {
                Polygon.Point point = polygon.points().get(i);
                numbers.put(2L * i, pixel(point.x(), region.x(), region.width(), upright.cols()));
                numbers.put(2L * i + 1, pixel(point.y(), region.y(), region.height(), upright.rows()));
            }
            opencv_imgproc.fillPoly(upright, contour, black);
            opencv_imgproc.polylines(upright, contour, true, black, 2 * EDGE + 1, opencv_imgproc.LINE_8, 0);
        }
    }

    /** Where a share of the whole picture lies in the region; the edge of the picture is behind its last pixel. */
    private static int pixel(double share, double from, double size, int pixels) {
        return (int) Math.round((share - from) / size * pixels - 0.5);
    }
}
