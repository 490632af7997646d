package dev.vigil.ingest.source;

import java.time.Duration;

/** What a source came to when it went one step further. */
public sealed interface SourceStep {
    /**
     * A frame is at hand: {@link FrameSource#encode()} gives it.
     *
     * @param at since the start of the session: the presentation time of a file, the time of reading of a live source; never
     *     less than the one before
     * @param damaged whether the decoder had to conceal missing data
     */
    record Frame(Duration at, boolean damaged) implements SourceStep {}

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
