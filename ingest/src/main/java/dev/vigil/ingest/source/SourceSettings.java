package dev.vigil.ingest.source;

import java.time.Duration;

/**
 * How a source is read and its frames are encoded.
 *
 * @param width frames are scaled down to at most this, in pixels, never up
 * @param quality of the JPEG, in [1, 100]
 * @param pictureGap how far the pictures of a folder lie apart in media time
 * @param connectTimeout a network camera must have answered by then
 * @param silence a network camera that gives no frame for so long is lost
 */
public record SourceSettings(int width, int quality, Duration pictureGap, Duration connectTimeout, Duration silence) {}
