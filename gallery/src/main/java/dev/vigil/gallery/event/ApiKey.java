package dev.vigil.gallery.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of the HTTP routes: the value under {@code key:ID} on the changed topic. The key itself is shown once and held nowhere.
 *
 * @param id for life; names the key in the audit
 * @param hash SHA-256 of the key
 * @param role label of what it may do, as {@code operator}
 * @param scopes what it is for, as {@code people}; empty for all that the role permits
 * @param note whose it is
 * @param createdAt when
 * @param expiresAt it is refused from then on; null for no end
 * @param previous the key before the last rotation, as long as it is accepted too; null for none
 * @param version 1 at first, one more with every change
 */
public record ApiKey(
        String id,
        Base64Bytes hash,
        String role,
        List<String> scopes,
        String note,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Previous previous,
        long version) {
    /** Copies the scopes. */
    public ApiKey {
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }

    /**
     * A key that was rotated away.
     *
     * @param hash SHA-256 of it
     * @param until it is refused from then on
     */
    public record Previous(Base64Bytes hash, Instant until) {}
}
