package dev.vigil.ingest;

import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.PictureSettings;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceDescription;
import dev.vigil.ingest.source.SourceException;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.ingest.source.SourceStep;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at a source for a few seconds: what it gives, and what to set. For one thread, and used once. */
public final class SourceProbe {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final double SLOW_KEYS = 4;

    private final SourceAddress address;
    private final List<Double> keys = new ArrayList<>();
    private @Nullable SourceDescription description;
    private @Nullable Double drift;
    private double firstAt = -1;
    private double lastAt;
    private long frames;
    private long damaged;
    private long unreadable;
    private long firstMillis;
    private long firstNanos;

    private SourceProbe(SourceAddress address) {
        this.address = address;
    }

    /**
     * What a source gives.
     *
     * @param source without credentials
     * @param codec its short name
     * @param width in pixels
     * @param height in pixels
     * @param framesPerSecond measured; of a file by its own time; null where there was only one frame
     * @param keyframeSeconds between two pictures that can be decoded without others, null where fewer than two came
     * @param firstPictureMillis from the beginning to the first picture
     * @param clock whose time frames would bear: {@code rtp}, {@code reading} or {@code media}
     * @param clockDriftSeconds how far the camera's clock is ahead of ours, less the network's delay; null where it tells no time
     * @param frames that came
     * @param damaged of them
     * @param unreadable pictures of a folder that can't be read
     * @param advice what to set, a sentence each
     */
    public record Report(
            String source,
            String codec,
            int width,
            int height,
            @Nullable Double framesPerSecond,
            @Nullable Double keyframeSeconds,
            long firstPictureMillis,
            String clock,
            @Nullable Double clockDriftSeconds,
            long frames,
            long damaged,
            long unreadable,
            List<String> advice) {}

    /**
     * Reads for {@code time} from the first picture on, or a file to its end.
     *
     * @param config where cameras may be, and whose certificates are accepted
     * @throws UserError with one sentence, if not one picture can be read
     */
    public static Report probe(String source, Duration time, IngestConfig config) {
        try {
            SourceAddress address = SourceAddress.parse(source);
            SourceSettings settings = SourceSettings.of(
                            PictureSettings.whole(1280, 85), Duration.ofSeconds(3), CONNECT, SILENCE)
                    .within(config.rules(), config.ca());
            try (FrameSource opened = FrameSources.create(address, settings)) {
                return new SourceProbe(address).look(opened, time);
            }
        } catch (IllegalArgumentException | SourceException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
    }

    private Report look(FrameSource source, Duration time) {
        long began = System.nanoTime();
        source.open();
        String lost = "";
        while (frames == 0 || System.nanoTime() - firstNanos < time.toNanos()) {
            SourceStep step = source.next();
            if (step instanceof SourceStep.Frame frame) {
                note(frame, source, began);
            } else if (step instanceof SourceStep.Skipped) {
                unreadable++;
            } else {
                lost = step instanceof SourceStep.Lost l ? l.sentence() : "";
                break;
            }
        }
        if (description == null) {
            throw new SourceException(
                    lost.isEmpty() ? "Not one picture of " + address.masked() + " can be read." : lost);
        }
        return report(description, source, lost);
    }

    private void note(SourceStep.Frame frame, FrameSource source, long began) {
        double at = frame.at().toNanos() / 1e9;
        if (frames++ == 0) {
            firstAt = at;
            firstNanos = System.nanoTime();
            firstMillis = Duration.ofNanos(firstNanos - began).toMillis();
        }
        lastAt = at;
        damaged += frame.damaged() ? 1 : 0;
        if (frame.key()) {
            keys.add(at);
        }
        if (frame.cameraTime() != null) {
            drift = Duration.between(Instant.now(), frame.cameraTime()).toMillis() / 1000.0;
        }
        if (!frame.damaged()) {
            description = source.describe();
        }
    }

    private Report report(SourceDescription stream, FrameSource source, String lost) {
        Double rate = frames < 2 || lastAt <= firstAt ? null : rounded((frames - 1) / (lastAt - firstAt));
        int gaps = keys.size() - 1;
        Double interval = gaps < 1 ? null : rounded((keys.get(gaps) - keys.get(0)) / gaps);
        boolean trusted = drift != null && Math.abs(drift) <= FrameTimes.TOLERANCE.toSeconds();
        return new Report(
                address.masked(),
                stream.codec(),
                stream.width(),
                stream.height(),
                rate,
                interval,
                firstMillis,
                trusted ? "rtp" : source.clock().label(),
                drift,
                frames,
                damaged,
                unreadable,
                advice(stream, rate, interval, lost));
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    private List<String> advice(
            SourceDescription stream, @Nullable Double rate, @Nullable Double interval, String lost) {
        List<String> advice = new ArrayList<>();
        if (!lost.isEmpty()) {
            advice.add(lost);
        }
        if (address.live() && rate != null && rate < CameraConfig.LIVE_RATE - 0.5) {
            advice.add(String.format(
                    Locale.ROOT, "It gives %.1f frames a second; faces are followed best at 5 or more.", rate));
        }
        if (stream.width() > 1280) {
            advice.add("Its pictures are scaled down to 1280 pixels: a substream near that saves decoding, and 'width: "
                    + Math.min(3840, stream.width()) + "' keeps them for faces far away.");
        } else if (stream.width() < 640) {
            advice.add("Its pictures are small: a face must fill a good part of them to be recognised.");
        }
        if (address.live() && firstMillis > SLOW_KEYS * 1000) {
            advice.add(String.format(
                    Locale.ROOT,
                    "The first picture came after %.1f s: let the camera send a key frame each 1 or 2 s.",
                    firstMillis / 1000.0));
        } else if (address.live() && interval != null && interval > SLOW_KEYS) {
            advice.add(String.format(
                    Locale.ROOT,
                    "A key frame comes each %.1f s, and after a loss nothing is seen until the next: set it to 1 or 2 s at the"
                            + " camera.",
                    interval));
        }
        if (drift != null && Math.abs(drift) > FrameTimes.TOLERANCE.toSeconds()) {
            advice.add(String.format(
                    Locale.ROOT,
                    "Its clock is %.0f s off, so its frames bear the time of reading: set it, best by NTP.",
                    drift));
        }
        if (damaged > 0) {
            advice.add(damaged + " of " + frames + " frames were damaged: look at the network between.");
        }
        return advice;
    }
}
