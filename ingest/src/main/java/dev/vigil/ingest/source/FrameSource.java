package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;

/**
 * One connection to a source of frames: opened once, stepped through, closed. A new connection needs a new source. For one
 * thread, but {@link #abort()} may come from any.
 */
public interface FrameSource extends AutoCloseable {
    /**
     * Connects, within the time that was set for it.
     *
     * @throws SourceException if that fails: the sentence says why
     */
    void open();

    /** Goes one step further; waits for a live source at most as long as was set for its silence. */
    SourceStep next();

    /**
     * The frame that {@link #next()} just came to, scaled and encoded. May be left out: a frame that isn't wanted then costs
     * only its decoding.
     */
    Jpeg encode();

    /** The frame at hand, small and grey, of the region and with the masks; before {@link #encode()}, for what may be left out. */
    GreyPicture small();

    /** A number that differs, but for chance, where the picture at hand differs in anything at all. */
    long fingerprint();

    /** What is known of the stream once a frame is at hand. */
    SourceDescription describe();

    /** Whose time the frames bear, but for those that bear the camera's own. */
    FrameClock clock();

    /** Makes a blocked call return soon, as lost, and every later one. */
    void abort();

    /** Frees everything native. Once it is closed, nothing else may be called but {@link #abort()}, which then does nothing. */
    @Override
    void close();
}
