package dev.vigil.gallery.audit;

/**
 * An entry's place in its writer's chain.
 *
 * @param writer who wrote it: the record's key
 * @param sequence 1 at first, one more with every entry of the writer
 * @param previous the hash of the writer's entry before; 64 zeros for the first
 */
public record Link(String writer, long sequence, String previous) {}
