package dev.vigil.gallery.server;

/**
 * What a request left behind.
 *
 * @param value the state now
 * @param created whether it was not there before
 */
record Saved<T>(T value, boolean created) {}
