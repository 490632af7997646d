package dev.vigil.ingest.source;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the best video stream of one input by FFmpeg's own interface. Unlike JavaCV's grabber it tells the end of a stream from
 * its loss, can be interrupted while it waits, follows a change of size in flight, and converts only the frames that are wanted.
 * For one thread, but for {@link ReadDeadline#abort()}.
 */
final class VideoDecoder implements AutoCloseable {
    /** Larger pictures than 16k x 8k are an attack or a mistake. */
    private static final long MAX_PIXELS = 16_384L * 8_192;

    /** {@code AV_FRAME_FLAG_CORRUPT} of libavutil/frame.h, which the Java bindings leave out. */
    private static final int FRAME_FLAG_CORRUPT = 1;

    /** {@code AV_FRAME_FLAG_KEY}, of there too. */
    private static final int FRAME_FLAG_KEY = 1 << 1;

    /** Frames in the decoder at the end of a damaged stream may each fail on their own. */
    private static final int MAX_DRAIN_ERRORS = 64;

    private final ReadDeadline deadline;
    private final AVFormatContext format;
    private final AVCodecContext codec;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final HardwareFrames downloads = new HardwareFrames();
    private final SenderTimes senderTimes = new SenderTimes();
    private boolean draining;
    private int drainErrors;
    private int readError;

    private VideoDecoder(ReadDeadline deadline, AVFormatContext format, AVStream stream, AVCodecContext codec) {
        this.deadline = deadline;
        this.format = format;
        this.stream = stream;
        this.codec = codec;
    }

    /**
     * How is decoded.
     *
     * @param lowDelay whether a frame comes out as soon as it is in
     * @param hardware by which decoder
     */
    record Manner(boolean lowDelay, Hardware hardware) {}

    /** How one step ended. */
    enum Step {
        FRAME,
        END,
        FAILED
    }

    /**
     * Opens an input.
     *
     * @param url as FFmpeg writes it, in the system's encoding
     * @param inputFormat FFmpeg's name of the format, or null to find it out
     * @param manner of decoding
     * @throws DecodeException with FFmpeg's code where that fails
     */
    static VideoDecoder open(
            byte[] url,
            @Nullable String inputFormat,
            Map<String, String> options,
            Manner manner,
            ReadDeadline deadline) {
        NativePixels.load();
        AVFormatContext format = openInput(url, inputFormat, options, deadline);
        try {
            check(avformat_find_stream_info(format, (PointerPointer<?>) null));
            AVStream stream = videoStream(format);
            return new VideoDecoder(deadline, format, stream, openCodec(stream, manner));
        } catch (RuntimeException e) {
            avformat_close_input(format);
            throw e;
        }
    }

    private static AVFormatContext openInput(
            byte[] url, @Nullable String inputFormat, Map<String, String> options, ReadDeadline deadline) {
        AVFormatContext format = avformat_alloc_context();
        deadline.guard(format);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        AVInputFormat forced = inputFormat == null ? null : av_find_input_format(inputFormat);
        byte[] terminated = java.util.Arrays.copyOf(url, url.length + 1);
        try (BytePointer address = new BytePointer(terminated)) {
            check(avformat_open_input(format, address, forced, dictionary)); // frees the context where it fails
        } finally {
            av_dict_free(dictionary);
        }
        return format;
    }

    private static AVStream videoStream(AVFormatContext format) {
        int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (best < 0 || (format.streams(best).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            throw new DecodeException(AVERROR_STREAM_NOT_FOUND, "it has no video in it");
        }
        for (int i = 0; i < format.nb_streams(); i++) {
            if (i != best) {
                format.streams(i).discard(AVDISCARD_ALL);
            }
        }
        return format.streams(best);
    }

    private static AVCodecContext openCodec(AVStream stream, Manner manner) {
        AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
        if (decoder == null) {
            String name = avcodec_get_name(stream.codecpar().codec_id()).getString();
            throw new DecodeException(AVERROR_DECODER_NOT_FOUND, "its video is " + name + ", which can't be decoded");
        }
        AVCodecContext codec = avcodec_alloc_context3(decoder);
        codec.thread_count(1);
        codec.max_pixels(MAX_PIXELS);
        if (manner.lowDelay()) {
            codec.flags(codec.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        HardwareFrames.attach(codec, manner.hardware());
        int result = avcodec_parameters_to_context(codec, stream.codecpar());
        codec.pkt_timebase(stream.time_base());
        result = result < 0 ? result : avcodec_open2(codec, decoder, (PointerPointer<?>) null);
        if (result < 0) {
            avcodec_free_context(codec);
            throw new DecodeException(result, FfmpegErrors.describe(result));
        }
        return codec;
    }

    /** Goes to the next frame. What the decoder can't use is passed over, as players do. */
    Step next() {
        while (!deadline.passed()) {
            int result = avcodec_receive_frame(codec, frame);
            if (result == 0) {
                return downloads.download(frame) ? Step.FRAME : failed();
            } else if (result == AVERROR_EOF) {
                return readError == AVERROR_EOF ? Step.END : Step.FAILED;
            } else if (!draining) {
                feed();
            } else if (++drainErrors > MAX_DRAIN_ERRORS) {
                readError = result;
                return Step.FAILED;
            }
        }
        readError = AVERROR_EXIT;
        return Step.FAILED;
    }

    private Step failed() {
        readError = AVERROR_EXTERNAL;
        return Step.FAILED;
    }

    private void feed() {
        int result = av_read_frame(format, packet);
        if (result == AVERROR_EAGAIN()) {
            return;
        }
        if (result < 0) {
            readError = result;
            draining = true;
            avcodec_send_packet(codec, null);
            return;
        }
        if (packet.stream_index() == stream.index()) {
            senderTimes.note(packet);
            avcodec_send_packet(codec, packet); // a damaged packet costs its own frame only
        }
        av_packet_unref(packet);
    }

    /** FFmpeg's code, after {@link Step#FAILED}. */
    int error() {
        return readError;
    }

    /** The frame at hand; valid until the next step, never closed by the caller. */
    AVFrame frame() {
        return frame;
    }

    /** Presentation time of the frame at hand in µs on the stream's own scale, or {@link Long#MIN_VALUE} where it has none. */
    long presentationMicros() {
        long time = frame.best_effort_timestamp();
        return time == AV_NOPTS_VALUE ? Long.MIN_VALUE : rescale(time, stream.time_base());
    }

    /** What one frame lasts by the stream's own word, in µs; 1/25 s where it says nothing usable. */
    long nominalFrameMicros() {
        AVRational rate = av_guess_frame_rate(format, stream, null);
        boolean usable = rate.num() > 0 && rate.den() > 0 && rate.num() / rate.den() < 1000;
        return usable ? Math.max(1, 1_000_000L * rate.den() / rate.num()) : 40_000;
    }

    /** How long the input lasts by its own word, in µs, or 0 where it says nothing. */
    long declaredMicros() {
        long own = stream.duration() == AV_NOPTS_VALUE ? 0 : rescale(stream.duration(), stream.time_base());
        long whole = format.duration() == AV_NOPTS_VALUE ? 0 : format.duration();
        return Math.max(0, own > 0 ? own : whole);
    }

    /** Whether parts of the frame at hand were missing and had to be made up. */
    boolean damaged() {
        return (frame.flags() & FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
    }

    /** Whether the frame at hand needs no other to be decoded. */
    boolean key() {
        return (frame.flags() & FRAME_FLAG_KEY) != 0;
    }

    /** When the camera says that it took the frame at hand: its RTCP sender reports (RFC 3550, 6.4.1); null where it doesn't. */
    @Nullable
    Instant cameraTime() {
        return senderTimes.of(frame.pts());
    }

    /** The address that is read, which is another one than was asked for where the camera has sent us on. */
    String url() {
        return format.url().getString();
    }

    /** The codec's short name. */
    String codecName() {
        return avcodec_get_name(codec.codec_id()).getString();
    }

    /** How the frames must be turned to stand upright. */
    Orientation orientation() {
        AVPacketSideData data = av_packet_side_data_get(
                stream.codecpar().coded_side_data(), stream.codecpar().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (data == null || data.size() < Orientation.MATRIX_BYTES) {
            return Orientation.UPRIGHT;
        }
        ByteBuffer matrix = data.data().capacity(data.size()).asByteBuffer().order(ByteOrder.nativeOrder());
        return Orientation.ofMatrix(matrix);
    }

    private static long rescale(long time, AVRational base) {
        return Math.round((double) time * base.num() * 1_000_000.0 / base.den());
    }

    private static void check(int result) {
        if (result < 0) {
            throw new DecodeException(result, FfmpegErrors.describe(result));
        }
    }

    @Override
    public void close() {
        downloads.close();
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(codec);
        avformat_close_input(format);
    }

    /** FFmpeg refused; the message is the end of a sentence. */
    static final class DecodeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        DecodeException(int code, String reason) {
            super(reason);
            this.code = code;
        }

        int code() {
            return code;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
