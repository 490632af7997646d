package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;
import java.time.Duration;
import org.bytedeco.ffmpeg.global.avutil;

/** What FFmpeg reads of a camera as it comes: the frames bear the time of reading, and the camera's own where it tells it. */
abstract sealed class LiveVideoSource extends VideoSource permits RtspSource, DeviceSource {
    /**
     * A camera is joined between two key frames, which may lie far apart, and shows nothing until the next: a silence of the network
     * is noticed sooner, by FFmpeg's own time-out.
     */
    private static final Duration FIRST_PICTURE = Duration.ofSeconds(30);

    private final Duration silence;
    private long openedAt;
    private boolean begun;

    LiveVideoSource(SourceSettings settings) {
        super(settings);
        this.silence = settings.silence();
    }

    /** How it is named in sentences: {@code The camera rtsp://…}. */
    abstract String who();

    /** Its time begins. */
    final void opened() {
        openedAt = System.nanoTime();
    }

    @Override
    public final SourceStep next() {
        allow(patience());
        return switch (decoder().next()) {
            case FRAME -> frame();
            case END -> new SourceStep.Lost(who() + " ended its stream.");
            case FAILED -> new SourceStep.Lost(who() + " broke off: " + loss() + ".");
        };
    }

    private Duration patience() {
        return begun || silence.compareTo(FIRST_PICTURE) > 0 ? silence : FIRST_PICTURE;
    }

    private SourceStep frame() {
        begun = true;
        return new SourceStep.Frame(
                Duration.ofNanos(System.nanoTime() - openedAt),
                decoder().damaged(),
                decoder().key(),
                decoder().cameraTime());
    }

    private String loss() {
        int error = decoder().error();
        boolean silent = error == avutil.AVERROR_EXIT;
        if (silent && !aborted()) {
            return "no picture came for " + seconds(patience());
        }
        return aborted() ? "the reading was stopped" : FfmpegErrors.describe(error);
    }

    static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    @Override
    public final FrameClock clock() {
        return FrameClock.READING;
    }
}
