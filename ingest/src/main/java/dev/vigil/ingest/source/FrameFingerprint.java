package dev.vigil.ingest.source;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The CRC-32 of a decoded frame's first plane, which is its brightness or all of it. A sensor's noise changes it with every
 * picture, even of a dark room: the same number again and again is a picture that stands still. For one thread.
 */
final class FrameFingerprint {
    private final CRC32 sum = new CRC32();

    long of(AVFrame frame) {
        int stride = frame.linesize(0);
        int row = Math.min(Math.abs(stride), frame.width());
        if (frame.data(0) == null || stride <= 0) {
            return System.nanoTime(); // stored upside down, which no camera does: never the same
        }
        long bytes = (long) stride * (frame.height() - 1) + row;
        ByteBuffer plane = frame.data(0).capacity(bytes).asByteBuffer();
        sum.reset();
        for (int y = 0; y < frame.height(); y++) {
            plane.limit(y * stride + row).position(y * stride);
            sum.update(plane);
        }
        return sum.getValue();
    }
}
