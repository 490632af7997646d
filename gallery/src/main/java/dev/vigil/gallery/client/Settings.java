package dev.vigil.gallery.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole gallery: the answer of {@code GET /v1/settings}.
 *
 * @param model the embedder that is searched where a request names none, and that recognizers look with; null until somebody has
 *     set it
 * @param shadow an embedder that is enrolled and compared beside it, and never decides; null for none
 * @param updatedAt when last; null until somebody has
 * @param version 0 at first, one more with every change: the {@code ETag}
 */
public record Settings(
        @Nullable String model,
        @Nullable String shadow,
        @Nullable Instant updatedAt,
        long version) {
    /** Nobody has set anything. */
    public static final Settings NONE = new Settings(null, null, null, 0);
}
