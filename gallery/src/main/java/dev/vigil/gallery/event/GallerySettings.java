package dev.vigil.gallery.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole gallery: the value under {@code setting:gallery} on the changed topic.
 *
 * @param model the embedder whose faces are searched where a request names none
 * @param shadow an embedder that is enrolled and compared beside it, and never decides; null for none
 * @param updatedAt when last
 * @param version 1 at first, one more with every change: the {@code ETag}
 */
public record GallerySettings(String model, @Nullable String shadow, Instant updatedAt, long version) {}
