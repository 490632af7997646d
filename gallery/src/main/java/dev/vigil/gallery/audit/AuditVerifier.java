package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Checks chains, in two passes over the same records: {@link #collect} takes in what checkpoints state, {@link #check} follows the
 * chains and compares. Its memory grows with writers and checkpoints, not with entries. Not thread-safe.
 *
 * <p>What it finds: an entry that was altered, dropped, moved or inserted; a tail cut off that a checkpoint, or a later writer's
 * opening, or a head noted down elsewhere covers; a checkpoint that is not signed by the key it names, or by none of those that
 * are trusted. What it can't: entries after the last checkpoint that were cut off, all of a writer that nobody mentions, and
 * whatever somebody did who has the signing key and may write the topic. A head kept outside ({@code --witness}) helps there.
 */
public final class AuditVerifier {
    private static final int MOST_UNREADABLE = 100;

    private final Set<String> trusted;
    private final Map<Integer, Long> starts;
    /** What has been stated of each chain, by sequence; the first statement of a place counts. */
    private final Map<String, TreeMap<Long, Stated>> stated = new HashMap<>();

    private final Map<String, WriterCheck> writers = new TreeMap<>();
    private final List<Verification.Break> unreadable = new ArrayList<>();
    private final Set<String> signers = new TreeSet<>();
    private long checkpoints;

    /** A statement about a place of a chain, and where it was made. */
    record Stated(String hash, String by) {}

    /**
     * Checks from there on.
     *
     * @param trustedKeys the ids of the keys that may sign; every key where there are none
     * @param starts the first offset of each partition that is shown: one that is not 0 explains why a whole chain is missing
     */
    public AuditVerifier(Collection<String> trustedKeys, Map<Integer, Long> starts) {
        this.trusted = Set.copyOf(trustedKeys);
        this.starts = Map.copyOf(starts);
    }

    /** Expects that the chain comes to {@code head} at least, which was noted down elsewhere. */
    public void expect(Head head) {
        state(head, "a head that was noted down elsewhere");
    }

    /** The first pass. */
    public void collect(ConsumerRecord<byte[], byte[]> record) {
        AuditRecord entry = entry(record);
        Checkpoint checkpoint = entry == null ? null : entry.checkpoint();
        if (entry != null && checkpoint != null && refusal(checkpoint, entry) == null) {
            String by = "the " + entry.action() + " at " + record.partition() + ":" + record.offset();
            checkpoint.heads().forEach(head -> state(head, by));
        }
    }

    private void state(Head head, String by) {
        if (head.sequence() > 0) {
            stated.computeIfAbsent(head.writer(), w -> new TreeMap<>())
                    .putIfAbsent(head.sequence(), new Stated(head.hash(), by));
        }
    }

    /** The second pass, in the order of the topic within each partition. */
    public void check(ConsumerRecord<byte[], byte[]> record) {
        AuditRecord entry = entry(record);
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (entry == null || !entry.chain().writer().equals(key)) {
            if (unreadable.size() < MOST_UNREADABLE) {
                unreadable.add(new Verification.Break(
                        record.partition(),
                        record.offset(),
                        entry == null ? "It is no entry." : "Its key is not its writer's."));
            }
            return;
        }
        WriterCheck writer =
                writers.computeIfAbsent(key, name -> new WriterCheck(name, stated.getOrDefault(name, new TreeMap<>())));
        writer.check(record.partition(), record.offset(), record.value(), entry);
        Checkpoint checkpoint = entry.checkpoint();
        if (checkpoint != null) {
            checkpoints++;
            signers.add(checkpoint.key());
            String refusal = refusal(checkpoint, entry);
            if (refusal != null) {
                writer.breakAt(record.partition(), record.offset(), refusal);
            }
        }
    }

    private @Nullable String refusal(Checkpoint checkpoint, AuditRecord entry) {
        if (!trusted.isEmpty() && !trusted.contains(checkpoint.key())) {
            return "The checkpoint is signed with the key " + checkpoint.key() + ", which is not trusted.";
        }
        return SigningKey.holds(checkpoint, entry.time()) ? null : "The checkpoint's signature does not hold.";
    }

    private static @Nullable AuditRecord entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? null : AuditRecord.read(record.value());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isWhole(String writer) {
        int partition = Utils.toPositive(Utils.murmur2(writer.getBytes(UTF_8))) % Math.max(1, starts.size());
        return starts.getOrDefault(partition, 0L) == 0;
    }

    /** What was found, when all has been shown. */
    public Verification result() {
        stated.forEach((name, heads) -> writers.computeIfAbsent(name, w -> new WriterCheck(w, heads)));
        List<Verification.WriterReport> reports = writers.entrySet().stream()
                .map(one -> one.getValue().report(isWhole(one.getKey())))
                .toList();
        boolean intact = unreadable.isEmpty() && reports.stream().allMatch(report -> report.broken() == null);
        long entries =
                reports.stream().mapToLong(Verification.WriterReport::entries).sum();
        return new Verification(intact, entries, checkpoints, List.copyOf(signers), reports, unreadable);
    }
}
