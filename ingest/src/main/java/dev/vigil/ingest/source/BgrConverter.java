package dev.vigil.ingest.source;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.jspecify.annotations.Nullable;

/**
 * Turns decoded frames into BGR pictures of the same size, with the colours that the stream declares (ITU-R BT.601, BT.709,
 * BT.2020; limited or full range). Follows a change of size or pixel format. Reuses its picture; for one thread.
 *
 * <p>FFmpeg writes whole vectors and so past the end of a row (24 bytes at 360 pixels, trac.ffmpeg.org/ticket/1031): the picture
 * lies in a larger one, with room beside and below it.
 */
final class BgrConverter implements AutoCloseable {
    private static final int HD_ROWS = 720;
    private static final int ONE = 1 << 16;

    private static final int ALIGN = 64;

    private final Mat room = new Mat();
    private Mat picture = new Mat();
    private final PointerPointer<?> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private @Nullable SwsContext context;

    /** The picture, which stays this converter's and is overwritten by the next call. */
    Mat convert(AVFrame frame) {
        int width = frame.width();
        int height = frame.height();
        SwsContext scaler = sws_getCachedContext(
                context,
                width,
                height,
                frame.format(),
                width,
                height,
                AV_PIX_FMT_BGR24,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        context = scaler;
        if (scaler == null) {
            throw new IllegalStateException("FFmpeg can't convert pixel format " + frame.format() + " to BGR.");
        }
        int range = fullRange(frame) ? 1 : 0;
        sws_setColorspaceDetails(
                scaler, sws_getCoefficients(matrix(frame)), range, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, ONE, ONE);
        fit(width, height);
        planes.put(0, picture.data());
        strides.put(0, Math.toIntExact(picture.step()));
        int rows = sws_scale(scaler, frame.data(), frame.linesize(), 0, height, planes, strides);
        if (rows != height) {
            throw new IllegalStateException("FFmpeg converted " + rows + " of " + height + " rows.");
        }
        return picture;
    }

    private void fit(int width, int height) {
        if (picture.cols() == width && picture.rows() == height) {
            return;
        }
        int roomy = (width + 2 * ALIGN - 1) / ALIGN * ALIGN; // a multiple, with some to spare on the right
        room.create(height + 1, roomy, opencv_core.CV_8UC3);
        picture.close();
        try (Rect inside = new Rect(0, 0, width, height)) {
            picture = room.apply(inside);
        }
    }

    /** The stream's own word; where it is silent, as players do: BT.709 from 720 rows on. */
    private static int matrix(AVFrame frame) {
        return switch (frame.colorspace()) {
            case 1 -> SWS_CS_ITU709;
            case 4 -> SWS_CS_FCC;
            case 5, 6 -> SWS_CS_ITU601;
            case 7 -> SWS_CS_SMPTE240M;
            case 9, 10 -> SWS_CS_BT2020;
            default -> frame.height() >= HD_ROWS ? SWS_CS_ITU709 : SWS_CS_ITU601;
        };
    }

    private static boolean fullRange(AVFrame frame) {
        return frame.color_range() == AVCOL_RANGE_JPEG || frame.format() == AV_PIX_FMT_YUVJ420P;
    }

    @Override
    public void close() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
        picture.close();
        room.close();
        planes.close();
        strides.close();
    }
}
