package dev.vigil.ingest.source;

/**
 * What a stream is.
 *
 * @param codec its short name: {@code h264}, {@code hevc}, {@code mjpeg}, …
 * @param width in pixels, as the camera sends it, upright
 * @param height in pixels
 */
public record SourceDescription(String codec, int width, int height) {}
