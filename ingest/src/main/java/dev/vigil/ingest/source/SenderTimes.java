package dev.vigil.ingest.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * The camera's own time of each picture. FFmpeg puts it at the packets, once a sender report has said which of the camera's
 * wall-clock times belongs to which RTP time ({@code AVProducerReferenceTime}); decoders don't hand it on, so it is kept by
 * presentation time. For one thread.
 */
final class SenderTimes {
    /** More packets than any decoder holds back. */
    private static final int KEPT = 64;

    private final Map<Long, Long> microsByPresentation = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > KEPT;
        }
    };

    void note(AVPacket packet) {
        if (packet.pts() == AV_NOPTS_VALUE) {
            return;
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, size);
            if (data != null && size.get() >= Long.BYTES) {
                long micros = data.capacity(Long.BYTES)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                        .getLong();
                microsByPresentation.put(packet.pts(), micros);
            }
        }
    }

    @Nullable
    Instant of(long presentation) {
        Long micros = microsByPresentation.remove(presentation);
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
