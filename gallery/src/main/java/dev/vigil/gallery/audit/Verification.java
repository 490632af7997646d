package dev.vigil.gallery.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the whole audit topic has found.
 *
 * @param intact whether no chain is broken
 * @param entries how many were read
 * @param checkpoints how many of them are signed statements
 * @param signers the ids of the keys that signed them
 * @param writers each chain, by the writer's name
 * @param unreadable records that are no entries, or no one's
 */
public record Verification(
        boolean intact,
        long entries,
        long checkpoints,
        List<String> signers,
        List<WriterReport> writers,
        List<Break> unreadable) {
    /** Copies the lists. */
    public Verification {
        signers = List.copyOf(signers);
        writers = List.copyOf(writers);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * One chain.
     *
     * @param writer whose
     * @param entries how many are there
     * @param firstSequence of the first: more than 1 where the topic's retention has cut the beginning off
     * @param head where it ends
     * @param signedTo the last sequence that a checkpoint covers; 0 for none. What comes after it could be cut off unseen
     * @param lost entries that the writer says it lost while Kafka was away
     * @param repeated records that are there twice, byte for byte the same, as a producer's retry leaves them
     * @param since the time of the first entry
     * @param until the time of the last
     * @param broken the first place where the chain is broken; null where it is intact
     */
    public record WriterReport(
            String writer,
            long entries,
            long firstSequence,
            Head head,
            long signedTo,
            long lost,
            long repeated,
            Instant since,
            Instant until,
            @Nullable Break broken) {}

    /**
     * Where and why.
     *
     * @param partition of the audit topic
     * @param offset in it; -1 where the record is missing
     * @param reason one sentence
     */
    public record Break(int partition, long offset, String reason) {}
}
