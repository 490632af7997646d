package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's error codes as the end of a sentence. */
final class FfmpegErrors {
    private static final int TEXT = 128;

    private FfmpegErrors() {}

    /** What happened, as in "Camera rtsp://… : {@code nothing listens there}". */
    static String describe(int code) {
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED || code == avutil.AVERROR_HTTP_FORBIDDEN) {
            return "it refuses the user or the password";
        } else if (code == avutil.AVERROR_HTTP_NOT_FOUND) {
            return "it has no stream of that path";
        } else if (code == avutil.AVERROR_EOF) {
            return "the stream ended";
        }
        byte[] text = new byte[TEXT];
        avutil.av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, UTF_8);
    }
}
