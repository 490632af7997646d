package dev.vigil.gallery.audit;

import dev.vigil.gallery.audit.AuditVerifier.Stated;
import dev.vigil.gallery.audit.Verification.Break;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Follows one writer's chain. Only its first break is told: what comes after one proves nothing. Not thread-safe. */
final class WriterCheck {
    private static final int MOST_RECENT = 2_048;

    private final String writer;
    private final NavigableMap<Long, Stated> stated;

    /** The last entries, as far back as a producer may repeat. */
    private final Map<Long, Head> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Head> eldest) {
            return size() > MOST_RECENT;
        }
    };

    private long entries;
    private long firstSequence;
    private Head head;
    private long signedTo;
    private long lost;
    private long repeated;
    private Instant since = Instant.EPOCH;
    private Instant until = Instant.EPOCH;
    private int partition = -1;
    private @Nullable Break broken;

    WriterCheck(String writer, NavigableMap<Long, Stated> stated) {
        this.writer = writer;
        this.stated = stated;
        this.head = Head.none(writer);
    }

    void check(int atPartition, long offset, byte[] value, AuditRecord entry) {
        String hash = AuditRecord.hashOf(value).orElse("");
        if (hash.equals(entry.hash())
                && entry.head().equals(recent.get(entry.chain().sequence()))) {
            repeated++;
            return;
        }
        partition = atPartition;
        if (!hash.equals(entry.hash())) {
            breakAt(atPartition, offset, "The entry " + entry.id() + " was altered: its hash is another's.");
        } else {
            checkPlace(offset, entry);
        }
        if (entries == 0) {
            firstSequence = entry.chain().sequence();
            since = entry.time();
        }
        entries++;
        until = entry.time();
        head = new Head(writer, entry.chain().sequence(), hash);
        recent.put(head.sequence(), head);
        if (entry.action().equals("gap")) {
            lost += Long.parseLong(entry.detail().getOrDefault("lost", "0"));
        }
    }

    private void checkPlace(long offset, AuditRecord entry) {
        Link link = entry.chain();
        if (entries == 0) {
            if (link.sequence() == 1 && !link.previous().equals(Head.NO_HASH)) {
                breakAt(partition, offset, "The first entry says that another came before it.");
            }
        } else if (link.sequence() != head.sequence() + 1) {
            breakAt(
                    partition,
                    offset,
                    "After entry " + head.sequence() + " comes " + link.sequence() + ": "
                            + (link.sequence() > head.sequence()
                                    ? "those between are missing."
                                    : "they are not in order, or it was written again."));
        } else if (!link.previous().equals(head.hash())) {
            breakAt(
                    partition,
                    offset,
                    "Entry " + link.sequence() + " does not follow from entry " + head.sequence()
                            + ": one of them was altered.");
        }
        Stated said = stated.get(link.sequence());
        if (said != null && !said.hash().equals(entry.hash())) {
            breakAt(partition, offset, "Entry " + link.sequence() + " is not the one that " + said.by() + " states.");
        } else if (said != null) {
            signedTo = link.sequence();
        }
    }

    /** Notes a break, unless there was one before. */
    void breakAt(int atPartition, long offset, String reason) {
        if (broken == null) {
            broken = new Break(atPartition, offset, reason);
        }
    }

    /** What was found; {@code whole} says that the topic's partition is there from its very start. */
    Verification.WriterReport report(boolean whole) {
        Map.Entry<Long, Stated> farthest = stated.lastEntry();
        boolean expired = entries == 0 && !whole;
        if (farthest != null && farthest.getKey() > head.sequence() && !expired) {
            breakAt(
                    partition,
                    -1,
                    "The chain ends at entry " + head.sequence() + ", and "
                            + farthest.getValue().by() + " states that there were " + farthest.getKey()
                            + ": the end was cut off.");
        }
        return new Verification.WriterReport(
                writer, entries, firstSequence, head, signedTo, lost, repeated, since, until, broken);
    }
}
