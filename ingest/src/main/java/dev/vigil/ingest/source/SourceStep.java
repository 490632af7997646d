package dev.vigil.ingest.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a source came to when it went one step further. */
public sealed interface SourceStep {
    /**
     * A frame is at hand: {@link FrameSource#encode()} gives it.
     *
     * @param at since the start of the session: the presentation time of a file, the time of reading of a live source; never
     *     less than the one before
     * @param damaged whether the decoder had to conceal missing data
     * @param key whether it can be decoded without any other
     * @param cameraTime when the camera says that it took the frame, or null where it doesn't say
     */
    record Frame(
            Duration at,
            boolean damaged,
            boolean key,
            @Nullable Instant cameraTime) implements SourceStep {
        /** A whole picture without the camera's time. */
        static Frame whole(Duration at) {
            return new Frame(at, false, true, null);
        }
    }

    /** One item could not be read and was skipped; {@code sentence} names it. */
    record Skipped(String sentence) implements SourceStep {}

    /**
     * Everything has been read.
     *
     * @param at the media time at which its last frame is over
     */
    record End(Duration at) implements SourceStep {}

    /** The source broke off, or went silent; {@code sentence} says how. It can only be closed now. */
    record Lost(String sentence) implements SourceStep {}
}
