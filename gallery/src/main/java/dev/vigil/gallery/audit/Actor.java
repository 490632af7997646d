package dev.vigil.gallery.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who asked.
 *
 * @param id of the key or token, {@code anonymous} where there was none, {@code gallery} where the gallery acts by itself
 * @param role label of the role
 * @param from the address that the request came from; empty where the gallery acts by itself
 * @param via the id of the service's key that asked on their behalf, and vouches for the rest; null where they asked themselves
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(
        String id, String role, String from, @Nullable String via) {
    /** Somebody who asks for themselves. */
    public Actor(String id, String role, String from) {
        this(id, role, from, null);
    }

    /** The gallery itself, as when a consent has ended. */
    public static final Actor GALLERY = new Actor("gallery", "service", "");
}
