package dev.vigil.gallery.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On what basis a person is held, and until when.
 *
 * @param basis in the operator's words, as {@code contract} or {@code consent form 12}
 * @param until the person is not searched from then on; null for no end
 */
public record Consent(String basis, @Nullable Instant until) {}
