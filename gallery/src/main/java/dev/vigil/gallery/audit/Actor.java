package dev.vigil.gallery.audit;

/**
 * Who asked.
 *
 * @param id of the key or token, {@code anonymous} where there was none, {@code gallery} where the gallery acts by itself
 * @param role label of the role
 * @param from the address that the request came from; empty where the gallery acts by itself
 */
public record Actor(String id, String role, String from) {
    /** The gallery itself, as when a consent has ended. */
    public static final Actor GALLERY = new Actor("gallery", "service", "");
}
