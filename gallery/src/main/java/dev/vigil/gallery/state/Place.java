package dev.vigil.gallery.state;

/**
 * Where a record lies on the changed topic. Compaction moves no record: one that is still the newest of its key is found there
 * for ever.
 *
 * @param partition of the changed topic
 * @param offset in it
 */
public record Place(int partition, long offset) {
    /** Of what does not come from the topic. */
    public static final Place NOWHERE = new Place(-1, -1);
}
