package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import dev.vigil.ingest.event.FrameClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;

/** A network camera by RTSP over TCP (RFC 2326, RFC 7826), with the least buffering. Its frames bear the time of reading. */
final class RtspSource extends VideoSource {
    private final SourceAddress.Rtsp address;
    private final Duration connectTimeout;
    private final Duration silence;
    private long openedAt;

    RtspSource(SourceAddress.Rtsp address, SourceSettings settings) {
        super(settings);
        this.address = address;
        this.connectTimeout = settings.connectTimeout();
        this.silence = settings.silence();
    }

    @Override
    public void open() {
        allow(connectTimeout);
        Map<String, String> options = Map.of(
                "rtsp_transport", "tcp",
                "allowed_media_types", "video",
                "protocol_whitelist", "rtsp,rtsps,rtp,tcp,tls",
                "timeout", Long.toString(TimeUnit.MILLISECONDS.toMicros(silence.toMillis())),
                "fflags", "nobuffer",
                "probesize", "65536",
                "analyzeduration", "500000");
        try {
            connect(address.url().getBytes(UTF_8), "rtsp", options, true);
        } catch (VideoDecoder.DecodeException e) {
            throw new SourceException("The camera " + address.masked() + " can't be reached: " + reason(e) + ".", e);
        }
        openedAt = System.nanoTime();
    }

    private String reason(VideoDecoder.DecodeException e) {
        if (e.code() == avutil.AVERROR_EXIT) {
            return "it did not answer within " + seconds(connectTimeout);
        } else if (e.code() == avutil.AVERROR_INVALIDDATA) {
            return "what listens there does not answer in RTSP";
        } else if (e.code() == AVERROR_EIO()) {
            return "its host is not known, or the network failed";
        }
        return e.reason();
    }

    @Override
    public SourceStep next() {
        allow(silence);
        return switch (decoder().next()) {
            case FRAME ->
                new SourceStep.Frame(
                        Duration.ofNanos(System.nanoTime() - openedAt),
                        decoder().damaged());
            case END -> new SourceStep.Lost("The camera " + address.masked() + " ended its stream.");
            case FAILED -> new SourceStep.Lost("The camera " + address.masked() + " broke off: " + loss() + ".");
        };
    }

    private String loss() {
        int error = decoder().error();
        boolean silent = error == avutil.AVERROR_EXIT;
        if (silent && !aborted()) {
            return "no picture came for " + seconds(silence);
        }
        return aborted() ? "the reading was stopped" : FfmpegErrors.describe(error);
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    @Override
    public FrameClock clock() {
        return FrameClock.READING;
    }
}
