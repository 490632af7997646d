package dev.vigil.ingest.source;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How a decoded picture must be turned to stand upright: first its axes are swapped, then it is mirrored. Phones write every
 * video in the sensor's orientation and say so in the track's display matrix (ISO/IEC 14496-12, 8.3.2).
 *
 * @param transpose rows become columns
 * @param flipX mirrored left to right, afterwards
 * @param flipY mirrored top to bottom, afterwards
 */
record Orientation(boolean transpose, boolean flipX, boolean flipY) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);
    static final int MATRIX_BYTES = 9 * Integer.BYTES;

    /**
     * From a display matrix of nine 32-bit numbers in the buffer's order: x' = a·x + c·y, y' = b·x + d·y. Turns by other than
     * quarters go to the nearest quarter.
     */
    static Orientation ofMatrix(ByteBuffer matrix) {
        long a = matrix.getInt(0);
        long b = matrix.getInt(4);
        long c = matrix.getInt(12);
        long d = matrix.getInt(16);
        boolean swapped = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
        return swapped ? new Orientation(true, c < 0, b < 0) : new Orientation(false, a < 0, d < 0);
    }

    boolean upright() {
        return equals(UPRIGHT);
    }

    /** Turns {@code picture} into {@code target}; both stay the caller's. */
    void apply(Mat picture, Mat target) {
        if (transpose) {
            opencv_core.transpose(picture, target);
        } else {
            picture.copyTo(target);
        }
        if (flipX && flipY) {
            opencv_core.flip(target, target, -1);
        } else if (flipX) {
            opencv_core.flip(target, target, 1);
        } else if (flipY) {
            opencv_core.flip(target, target, 0);
        }
    }
}
