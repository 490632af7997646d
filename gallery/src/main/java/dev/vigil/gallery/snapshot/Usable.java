package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.log.Beginning.FoundTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Whether a snapshot may be gone on from. After {@code delete.retention.ms} the tombstones of who was erased leave the log, and a
 * snapshot of before would never learn of them: half of that is the limit, so that it can't be near.
 *
 * @param topic name
 * @param found the topic as it is
 * @param now the time
 */
record Usable(String topic, FoundTopic found, Instant now) {
    private static final Duration KAFKAS_DEFAULT = Duration.ofDays(1);
    private static final String RETENTION = "delete.retention.ms";

    /**
     * Looks.
     *
     * @throws IOException with the reason, if it may not
     */
    void check(SnapshotHead head) throws IOException {
        refuseIf(!head.topic().equals(topic), "it is of the topic " + head.topic());
        refuseIf(!head.topicId().equals(found.id()), "the topic was deleted and created again since");
        refuseIf(
                head.takenAt().isAfter(now),
                "it is of " + head.takenAt() + ", which has not come yet: a clock was set");
        Duration age = Duration.between(head.takenAt(), now);
        refuseIf(age.compareTo(mostAge()) > 0, "it is older than half of " + RETENTION);
        refuseIf(!head.offsets().keySet().equals(found.starts().keySet()), "the topic has other partitions now");
        for (Map.Entry<Integer, Long> one : head.offsets().entrySet()) {
            int partition = one.getKey();
            refuseIf(
                    one.getValue() > found.ends().getOrDefault(partition, 0L),
                    "the log of partition " + partition + " ends before it");
            refuseIf(
                    one.getValue() < found.starts().getOrDefault(partition, 0L),
                    "the log of partition " + partition + " begins after it");
        }
    }

    private Duration mostAge() {
        String retention = found.settings().get(RETENTION);
        Duration kept = retention == null ? KAFKAS_DEFAULT : Duration.ofMillis(Long.parseLong(retention));
        return kept.dividedBy(2);
    }

    private static void refuseIf(boolean wrong, String reason) throws IOException {
        if (wrong) {
            throw new IOException(reason);
        }
    }
}
