package dev.vigil.gallery.log;

import dev.vigil.gallery.event.GalleryKey;
import org.jspecify.annotations.Nullable;

/**
 * The next state of one thing.
 *
 * @param key which thing
 * @param value its state, written as JSON; null erases it
 */
public record Change(GalleryKey key, @Nullable Object value) {}
