package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A video file: every frame with its presentation time, the first at 0. Only container formats of a closed list are tried, and
 * only the file itself is read: a playlist that names other addresses is not followed.
 */
final class VideoFileSource extends VideoSource {
    private static final Logger log = LoggerFactory.getLogger(VideoFileSource.class);

    /** FFmpeg's demuxers for what cameras, phones and editors write. Without a list it opens a text file as ANSI art. */
    private static final String FORMATS =
            "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,mjpeg,mjpeg_2000,"
                    + "smjpeg,gif,apng,flv,live_flv,asf,ogg,mxf,gxf,dv,rm,wtv,nut,nsv,vc1,h261,h263,dhav,yuv4mpegpipe,swf";

    private static final Map<String, String> OPTIONS =
            Map.of("protocol_whitelist", "file", "format_whitelist", FORMATS);

    /** Less than this is missing from many whole files, whose sound goes on a little longer than their picture. */
    private static final long MISSING_MICROS = 3_000_000;

    private final Path file;
    private long nominalMicros;
    private long firstMicros = Long.MIN_VALUE;
    private long lastMicros = -1;

    VideoFileSource(Path file, SourceSettings settings) {
        super(settings);
        this.file = file;
    }

    @Override
    public void open() {
        if (!Files.isReadable(file)) {
            String what = Files.exists(file) ? "may not be read by this user." : "does not exist.";
            throw new SourceException("The file " + file + " " + what);
        }
        try {
            connect(url(file), null, OPTIONS, false);
        } catch (VideoDecoder.DecodeException e) {
            throw new SourceException(
                    "The file " + file + " is no video or picture that can be read: " + e.reason() + ".", e);
        }
        nominalMicros = decoder().nominalFrameMicros();
    }

    @Override
    public SourceStep next() {
        return switch (decoder().next()) {
            case FRAME ->
                new SourceStep.Frame(
                        Duration.ofNanos(advance() * 1_000),
                        decoder().damaged(),
                        decoder().key(),
                        null);
            case END -> ended();
            case FAILED -> failed();
        };
    }

    /** Time since the first frame, strictly rising even where the file's own times are not. */
    private long advance() {
        long own = decoder().presentationMicros();
        if (own == Long.MIN_VALUE) {
            lastMicros = lastMicros < 0 ? 0 : lastMicros + nominalMicros;
            return lastMicros;
        }
        if (firstMicros == Long.MIN_VALUE) {
            firstMicros = own - Math.max(0, lastMicros);
        }
        long since = own - firstMicros;
        if (since <= lastMicros) { // a splice or a broken clock: go on from here at the nominal rate
            since = lastMicros + nominalMicros;
            firstMicros = own - since;
        }
        lastMicros = since;
        return since;
    }

    private SourceStep ended() {
        if (lastMicros < 0) {
            return new SourceStep.Lost("Not one picture of the file " + file + " could be decoded.");
        }
        long declared = decoder().declaredMicros();
        if (declared - lastMicros > MISSING_MICROS) {
            log.warn(
                    "The file {} says that it lasts {} s but ends after {} s: it is cut short or damaged.",
                    file,
                    declared / 1_000_000,
                    lastMicros / 1_000_000);
        }
        return end();
    }

    /** What comes after a damaged place can't be read; what came before it counts. */
    private SourceStep failed() {
        if (aborted()) {
            return new SourceStep.Lost("The reading was stopped.");
        }
        String reason = FfmpegErrors.describe(decoder().error());
        if (lastMicros < 0) {
            return new SourceStep.Lost("Not one picture of the file " + file + " could be decoded: " + reason + ".");
        }
        log.warn("The file {} can be read only up to {} s: {}.", file, lastMicros / 1_000_000, reason);
        return end();
    }

    private SourceStep end() {
        return new SourceStep.End(Duration.ofNanos((lastMicros + nominalMicros) * 1_000));
    }

    @Override
    public FrameClock clock() {
        return FrameClock.MEDIA;
    }
}
