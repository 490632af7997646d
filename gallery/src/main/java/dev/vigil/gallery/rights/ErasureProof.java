package dev.vigil.gallery.rights;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the topics still hold of a person, read from their start.
 *
 * @param person whose id
 * @param verdict what it comes to
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
        Verdict verdict,
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

    /** What is left in the changed topic. */
    public enum Verdict {
        /** Nothing at all, and the audit has the erasure. */
        ERASED,
        /** Bare keys: the id, and no content. They go with a later compaction. */
        KEYS_LEFT,
        /** Records with content: they go with the next compaction, where the person is erased. */
        CONTENT_LEFT,
        /** The gallery has the person. */
        HELD,
        /** Nothing is left, and the audit knows of no erasure: there never was one of that id, or it is older than the audit. */
        UNKNOWN;

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Verdict of(boolean held, long contents, long tombstones, boolean receipts) {
            if (held) {
                return HELD;
            } else if (contents > 0) {
                return CONTENT_LEFT;
            } else if (tombstones > 0) {
                return KEYS_LEFT;
            }
            return receipts ? ERASED : UNKNOWN;
        }
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
