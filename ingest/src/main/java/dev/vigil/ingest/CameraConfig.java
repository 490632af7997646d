package dev.vigil.ingest;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vigil.ingest.source.Hardware;
import dev.vigil.ingest.source.PictureSettings;
import dev.vigil.ingest.source.Polygon;
import dev.vigil.ingest.source.Region;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One camera. {@link #toString()} hides the credentials of its source.
 *
 * @param id letters, digits, {@code -} and {@code _}, at most 64; the key of its records
 * @param name for people, or null: its id
 * @param source a video file, a picture, a folder of pictures, {@code rtsp://…}, {@code rtsps://…}, {@code http://…}, {@code
 *     https://…}, or {@code v4l2:/dev/video0}
 * @param rate frames a second at most, in (0, 120], or null: 5, or every frame where it runs until the end
 * @param width frames are scaled down to at most this many pixels, in [64, 3840]
 * @param quality of the JPEG, in [1, 100]
 * @param untilEnd of a file or a folder: every frame as fast as the readers follow, then it ends; else it plays at its own speed
 * @param loop of a file or a folder: begins again when it ends
 * @param region the part that is published, as {@code x,y,width,height} in shares of the picture, or null: all of it
 * @param masks what is blacked out before anything leaves ingest: polygons as {@code x,y x,y x,y} in shares of the whole picture
 * @param motion when still pictures are left out
 * @param clock whose time the frames bear
 * @param hardware which of the machine's decoders is used
 */
public record CameraConfig(
        String id,
        @Nullable String name,
        String source,
        @Nullable Double rate,
        @Default("1280") int width,
        @Default("85") int quality,
        @Default("false") boolean untilEnd,
        @Default("false") boolean loop,
        @Nullable String region,
        @Default("[]") List<String> masks,
        @Default("{}") MotionConfig motion,
        @Default("auto") ClockChoice clock,
        @Default("none") Hardware hardware) {
    /** Frames a second of a camera that is watched live, where nothing else is said. */
    public static final double LIVE_RATE = 5;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final double MAX_RATE = 120;
    private static final int MAX_MASKS = 32;

    /** Whose time the frames of a live camera bear. */
    public enum ClockChoice {
        /** The camera's own where it tells it and is not far from ours, else that of reading. */
        AUTO,
        /** That of reading. */
        READING;

        /** As JSON and configuration write it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public CameraConfig {
        require(ID.matcher(id).matches(), "The camera id '" + id + "' must be 1 to 64 letters, digits, '-' or '_'.");
        SourceAddress address = parse(id, source);
        require(
                rate == null || (rate > 0 && rate <= MAX_RATE),
                "The rate of camera '" + id + "' must be more than 0 and at most 120 frames a second.");
        require(width >= 64 && width <= 3840, "The width of camera '" + id + "' must be 64 to 3840 pixels.");
        require(quality >= 1 && quality <= 100, "The quality of camera '" + id + "' must be 1 to 100.");
        require(
                !(address.live() && (untilEnd || loop)),
                "The camera '" + id + "' is live and has no end: untilEnd and loop are for files and folders.");
        require(!(untilEnd && loop), "The camera '" + id + "' can't both loop and run until its end.");
        masks = List.copyOf(masks);
        require(masks.size() <= MAX_MASKS, "The camera '" + id + "' has more than " + MAX_MASKS + " masks.");
        List<String> polygons = masks;
        var unused = parsed(id, () -> picture(width, quality, region, polygons));
    }

    /** One with the settings that every camera needs; all else as it is by default. */
    public CameraConfig(
            String id,
            @Nullable String name,
            String source,
            @Nullable Double rate,
            int width,
            int quality,
            boolean untilEnd,
            boolean loop) {
        this(
                id,
                name,
                source,
                rate,
                width,
                quality,
                untilEnd,
                loop,
                null,
                List.of(),
                MotionConfig.OFF,
                ClockChoice.AUTO,
                Hardware.NONE);
    }

    /**
     * A camera that is watched live, with the defaults.
     *
     * @throws UserError if the id or the source is wrong
     */
    public static CameraConfig live(String id, String source) {
        return checked(id, source, false);
    }

    /**
     * A file or a folder of which every frame is processed, with the defaults.
     *
     * @throws UserError if the id or the source is wrong, or the source has no end
     */
    public static CameraConfig untilEnd(String id, String source) {
        return checked(id, source, true);
    }

    private static CameraConfig checked(String id, String source, boolean untilEnd) {
        try {
            return new CameraConfig(id, null, source, null, 1280, 85, untilEnd, false);
        } catch (IllegalArgumentException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
    }

    private static SourceAddress parse(String id, String source) {
        return parsed(id, () -> SourceAddress.parse(source));
    }

    private static <T> T parsed(String id, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Camera '" + id + "': " + e.getMessage(), e);
        }
    }

    private static void require(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** The same with another source. */
    CameraConfig withSource(String other) {
        return new CameraConfig(
                id, name, other, rate, width, quality, untilEnd, loop, region, masks, motion, clock, hardware);
    }

    /** The source, taken apart. */
    public SourceAddress address() {
        return SourceAddress.parse(source);
    }

    /** What of each picture is published. */
    public PictureSettings picture() {
        return picture(width, quality, region, masks);
    }

    private static PictureSettings picture(int width, int quality, @Nullable String region, List<String> masks) {
        return new PictureSettings(
                width,
                quality,
                region == null || region.isBlank() ? Region.WHOLE : Region.parse(region),
                masks.stream().map(Polygon::parse).toList());
    }

    /** The name to show. */
    public String displayName() {
        return name == null || name.isBlank() ? id : name;
    }

    /** The source without credentials: the only form to log or to show. */
    public String maskedSource() {
        return address().masked();
    }

    /** Frames a second at most; infinite where every frame counts. */
    public double effectiveRate() {
        if (rate != null) {
            return rate;
        }
        return untilEnd ? Double.POSITIVE_INFINITY : LIVE_RATE;
    }

    @Override
    public String toString() {
        return "CameraConfig[id=" + id + ", source=" + maskedSource() + ", untilEnd=" + untilEnd + "]";
    }
}
