package dev.vigil.gallery.rights;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the topics still hold of a person, read from their start.
 *
 * @param person whose id
 * @param held whether the gallery holds the person now: their last record is no tombstone
 * @param contents how many records with content the changed topic has of the person
 * @param tombstones how many bare keys
 * @param records where they lie, the first hundred
 * @param read how many records were read to find out
 * @param receipts what the audit says of erasures, oldest first
 * @param elsewhere what else may hold something of the person, until when
 */
public record ErasureProof(
        String person,
        boolean held,
        long contents,
        long tombstones,
        List<Found> records,
        long read,
        List<Receipt> receipts,
        List<Elsewhere> elsewhere) {
    /** Copies the lists. */
    public ErasureProof {
        records = List.copyOf(records);
        receipts = List.copyOf(receipts);
        elsewhere = List.copyOf(elsewhere);
    }

    /** A record that bears a key of the person. */
    public record Found(int partition, long offset, String key, boolean tombstone, Instant time) {}

    /** An entry of the audit about an erasure. */
    public record Receipt(
            @Nullable String receipt,
            Instant time,
            String actor,
            @Nullable String reason,
            String entry) {}

    /**
     * A place that may hold something.
     *
     * @param place the topic, or a word for what is no topic
     * @param what of the person
     * @param until null where there is no bound that is known
     */
    public record Elsewhere(
            String place, String what, @Nullable Instant until) {}
}
