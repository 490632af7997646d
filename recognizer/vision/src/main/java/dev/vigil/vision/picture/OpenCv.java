package dev.vigil.vision.picture;

import org.bytedeco.opencv.global.opencv_core;

/**
 * The one place where OpenCV is set up: it works in the thread that calls it, since the work is spread over workers already. What
 * its decoders say of bad files on stderr is silenced by the environment variable {@code OPENCV_LOG_LEVEL=SILENT} only.
 */
final class OpenCv {
    static {
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Makes sure that the libraries are loaded and set up; costs nothing from the second call on. */
    static void ready() {
        // The static initialiser does it.
    }
}
