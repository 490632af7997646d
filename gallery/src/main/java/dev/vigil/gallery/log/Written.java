package dev.vigil.gallery.log;

/**
 * A write that is committed and applied.
 *
 * @param value what it came to
 * @param position of the log that has it: a replica that has come so far shows it
 */
public record Written<T>(T value, Position position) {}
