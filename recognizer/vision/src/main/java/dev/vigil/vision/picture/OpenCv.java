package dev.vigil.vision.picture;

import org.bytedeco.opencv.global.opencv_core;

/**
 * The one place where OpenCV is set up. It works in the thread that calls it, since the work is spread over workers already. What
 * its decoders say of bad files on stderr is silenced by the environment variable {@code OPENCV_LOG_LEVEL=SILENT} only.
 */
final class OpenCv {
    private static final String PROCESS_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    static {
        // JavaCPP would refuse to allocate once the whole process, libtorch's weights too, holds four times the Java
        // heap.
        if (System.getProperty(PROCESS_LIMIT) == null) {
            System.setProperty(PROCESS_LIMIT, "0");
        }
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Makes sure that the libraries are loaded and set up; costs nothing from the second call on. */
    static void ready() {
        // The static initialiser does it.
    }
}
