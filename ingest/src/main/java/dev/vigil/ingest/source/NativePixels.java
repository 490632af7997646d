package dev.vigil.ingest.source;

import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;

/** Loads FFmpeg and OpenCV once, quiet and with one thread each: cameras are what runs in parallel. */
final class NativePixels {
    private NativePixels() {}

    private static final class Loaded {
        static final boolean DONE = load();

        private static boolean load() {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            avformat.avformat_network_init();
            opencv_core.setNumThreads(1);
            return true;
        }
    }

    /** Loads them if this has not happened yet. */
    static void load() {
        if (!Loaded.DONE) {
            throw new IllegalStateException("The native libraries are not loaded.");
        }
    }
}
