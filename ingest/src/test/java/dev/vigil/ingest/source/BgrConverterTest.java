package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BgrConverterTest {
    private static final int LONGEST_VECTOR = 64;

    /** FFmpeg writes whole vectors: in a picture without room after its last row that breaks the heap, now and then. */
    @ParameterizedTest
    @ValueSource(ints = {333, 360, 398, 400, 640, 1280})
    void leavesRoomForTheVectorsThatFfmpegWrites(int width) {
        AVFrame frame = grey(width, 288);
        try (BgrConverter converter = new BgrConverter()) {
            Mat picture = converter.convert(frame);
            assertThat(picture.cols()).isEqualTo(width);
            assertThat(picture.rows()).isEqualTo(288);
            assertThat(picture.step() - picture.cols() * 3L).isGreaterThanOrEqualTo(LONGEST_VECTOR);
            assertThat(picture.step() % LONGEST_VECTOR).isZero();
            byte[] lastPixel = new byte[3];
            picture.ptr(287, width - 1).get(lastPixel);
            assertThat(lastPixel).as("grey, of full range").containsOnly((byte) 130);
        } finally {
            av_frame_free(frame);
        }
    }

    private static AVFrame grey(int width, int height) {
        NativePixels.load();
        AVFrame frame = av_frame_alloc();
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        assertThat(av_frame_get_buffer(frame, 0)).isZero();
        Pointer.memset(frame.data(0), 128, (long) frame.linesize(0) * height);
        Pointer.memset(frame.data(1), 128, (long) frame.linesize(1) * height / 2);
        Pointer.memset(frame.data(2), 128, (long) frame.linesize(2) * height / 2);
        return frame;
    }
}
