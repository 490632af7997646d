package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of itself, sealed with it.
 *
 * @param topic name
 * @param topicId Kafka's own
 * @param takenAt when
 * @param offsets what is read next of each partition
 * @param dataKeys of the topic, as wrapped there
 * @param rotatedAt when somebody last asked to seal everything anew
 * @param rowKey what the exact rows beside it are sealed by
 */
record SnapshotHead(
        String topic,
        String topicId,
        Instant takenAt,
        Map<Integer, Long> offsets,
        List<Placed> dataKeys,
        @Nullable Instant rotatedAt,
        Base64Bytes rowKey) {
    SnapshotHead {
        offsets = Map.copyOf(offsets);
        dataKeys = List.copyOf(dataKeys);
    }

    /** A data key of a partition. */
    record Placed(DataKey key, int partition) {}

    @Override
    public String toString() {
        return "SnapshotHead[" + topic + " at " + takenAt + "]";
    }
}
