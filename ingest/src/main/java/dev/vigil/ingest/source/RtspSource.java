package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A network camera by RTSP over TCP (RFC 2326, RFC 7826). What is read while the stream is looked at
 * is kept (no {@code nobuffer}): the first key frame is in it, and the next may be seconds away. The certificate of an {@code rtsps}
 * camera must be signed by a known authority; FFmpeg does not look at the name in it.
 */
final class RtspSource extends LiveVideoSource {
    private final SourceAddress.Rtsp address;
    private final AddressRules rules;
    private final Duration connectTimeout;
    private final Duration silence;
    private final @Nullable Path ca;

    RtspSource(SourceAddress.Rtsp address, SourceSettings settings) {
        super(settings);
        this.address = address;
        this.rules = settings.rules();
        this.connectTimeout = settings.connectTimeout();
        this.silence = settings.silence();
        this.ca = settings.ca();
    }

    @Override
    public void open() {
        InetAddress host = rules.resolve(who(), address.host());
        allow(connectTimeout);
        String url = address.at(host);
        try {
            connect(url.getBytes(UTF_8), "rtsp", options(), true);
        } catch (VideoDecoder.DecodeException e) {
            throw new SourceException(who() + " can't be reached: " + reason(e) + ".", e);
        }
        if (!decoder().url().equals(url)) {
            throw new SourceException(who() + " is not followed: it sends us on to another address.");
        }
        opened();
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>(Map.of(
                "rtsp_transport", "tcp",
                "allowed_media_types", "video",
                "protocol_whitelist", "rtsp,rtsps,rtp,tcp,tls",
                "timeout", Long.toString(TimeUnit.MILLISECONDS.toMicros(silence.toMillis())),
                "probesize", "65536",
                "analyzeduration", "500000"));
        if (address.secure()) {
            options.put("tls_verify", "1");
            options.put("ca_file", Authorities.file(ca).toString());
        }
        return options;
    }

    private String reason(VideoDecoder.DecodeException e) {
        if (e.code() == avutil.AVERROR_EXIT) {
            return "it did not answer within " + seconds(connectTimeout);
        } else if (e.code() == avutil.AVERROR_INVALIDDATA) {
            return "what listens there does not answer in RTSP";
        } else if (e.code() == AVERROR_EIO()) {
            return address.secure()
                    ? "the network failed, or its certificate is not accepted (ingest.ca names the authority that signed it)"
                    : "the network failed";
        }
        return e.reason();
    }

    @Override
    String who() {
        return "The camera " + address.masked();
    }
}
