package dev.vigil.ingest.source;

import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Decoding by the machine's hardware: its device for the decoder, and its frames back in memory. For one thread. */
final class HardwareFrames implements AutoCloseable {
    private final AVFrame downloaded = av_frame_alloc();

    /**
     * Lets the codec use the hardware; what it can't decode there, FFmpeg decodes by the processor. Before the codec is opened.
     *
     * @throws SourceException if the machine has no such decoder
     */
    static void attach(AVCodecContext codec, Hardware hardware) {
        if (hardware == Hardware.NONE) {
            return;
        }
        AVBufferRef device = new AVBufferRef(null);
        int type = av_hwdevice_find_type_by_name(hardware.label());
        int result = av_hwdevice_ctx_create(device, type, (BytePointer) null, (AVDictionary) null, 0);
        if (result < 0) {
            throw new VideoDecoder.DecodeException(
                    result, "this machine can't decode by " + hardware.label() + ": set its hardware to none");
        }
        codec.hw_device_ctx(device);
    }

    /** Replaces a frame in the hardware's memory by the same in ours; false where that fails. */
    boolean download(AVFrame frame) {
        if (frame.hw_frames_ctx() == null || frame.hw_frames_ctx().isNull()) {
            return true;
        }
        av_frame_unref(downloaded);
        if (av_hwframe_transfer_data(downloaded, frame, 0) < 0 || av_frame_copy_props(downloaded, frame) < 0) {
            return false;
        }
        av_frame_unref(frame);
        av_frame_move_ref(frame, downloaded);
        return true;
    }

    @Override
    public void close() {
        av_frame_free(downloaded);
    }
}
