package dev.vigil.ingest.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Makes clips and pictures whose content says which frame it is, and which way up. */
public final class Clips {
    private Clips() {}

    /** The grey of a frame: tells one frame from the next. */
    public static int grey(int frame) {
        return 40 + frame * 10 % 180;
    }

    /** An MP4 whose frame i is grey {@link #grey}, with a red bar along its top. */
    public static Path mp4(Path file, int width, int height, int frames, double rate) throws IOException {
        return record(file, width, height, frames, rate, "mp4", avcodec.AV_CODEC_ID_MPEG4);
    }

    /** The same in any container and codec that FFmpeg writes. */
    public static Path record(Path file, int width, int height, int frames, double rate, String format, int codec)
            throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height);
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat()) {
            recorder.setFormat(format);
            recorder.setVideoCodec(codec);
            recorder.setPixelFormat(
                    codec == avcodec.AV_CODEC_ID_MJPEG ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(rate);
            recorder.setVideoBitrate(4_000_000);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                try (Mat picture = picture(width, height, grey(i))) {
                    recorder.record(converter.convert(picture));
                }
            }
            recorder.stop();
        }
        return file;
    }

    /** A grey picture with a red bar along its top. */
    private static Mat picture(int width, int height, int grey) {
        Mat picture = new Mat(height, width, opencv_core.CV_8UC3, new Scalar(grey, grey, grey, 0));
        try (Rect top = new Rect(0, 0, width, height / 4);
                Mat bar = new Mat(picture, top);
                Mat red = new Mat(new double[] {0, 0, 255})) {
            bar.setTo(red);
        }
        return picture;
    }

    /** A picture file of the kind that its ending says. */
    public static Path picture(Path file, int width, int height, int grey) {
        try (Mat picture = picture(width, height, grey)) {
            opencv_imgcodecs.imwrite(file.toString(), picture);
        }
        return file;
    }

    /** Writes a display matrix into an MP4's track header, as a phone that was held turned does. */
    public static void rotate(Path mp4, int a, int b, int c, int d) throws IOException {
        byte[] bytes = Files.readAllBytes(mp4);
        int track = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer matrix = ByteBuffer.wrap(bytes, track + 44, 36); // after times, ids, layer and volume of version 0
        for (int value : new int[] {a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30}) {
            matrix.putInt(value);
        }
        Files.write(mp4, bytes);
    }

    /** Inserts an EXIF orientation (1 to 8) into a JPEG. */
    public static void orient(Path jpeg, int orientation) throws IOException {
        byte[] old = Files.readAllBytes(jpeg);
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        exif.put("MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        ByteBuffer whole = ByteBuffer.allocate(old.length + exif.capacity());
        whole.put(old, 0, 2).put(exif.array()).put(old, 2, old.length - 2);
        Files.write(jpeg, whole.array());
    }

    /** The mean of a JPEG's pixel block at (x, y) in (0, 1) of its size, as {blue, green, red}. */
    public static int[] colourAt(byte[] jpeg, double x, double y) {
        try (Mat encoded = new Mat(1, jpeg.length, opencv_core.CV_8UC1, new org.bytedeco.javacpp.BytePointer(jpeg));
                Mat picture = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR)) {
            byte[] pixel = new byte[3];
            picture.ptr((int) (y * picture.rows()), (int) (x * picture.cols())).get(pixel);
            return new int[] {pixel[0] & 255, pixel[1] & 255, pixel[2] & 255};
        }
    }
}
