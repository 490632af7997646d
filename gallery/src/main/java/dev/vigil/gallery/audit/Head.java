package dev.vigil.gallery.audit;

/**
 * How far a writer's chain goes.
 *
 * @param writer whose chain
 * @param sequence of its last entry; 0 where there is none
 * @param hash of its last entry: SHA-256 in hex; 64 zeros where there is none
 */
public record Head(String writer, long sequence, String hash) {
    static final String NO_HASH = "0".repeat(64);

    /** Of a chain without entries. */
    public static Head none(String writer) {
        return new Head(writer, 0, NO_HASH);
    }
}
