package dev.vigil.gallery.backup;

/**
 * What an import came to.
 *
 * @param lines that were read
 * @param imported people that were written
 * @param same people that were there already, as the backup has them
 * @param kept people of whom another version is there, which stays
 * @param erased people who were erased after the backup was made, and are not imported again
 * @param watchlists that were written
 */
public record Imported(long lines, long imported, long same, long kept, long erased, long watchlists) {}
