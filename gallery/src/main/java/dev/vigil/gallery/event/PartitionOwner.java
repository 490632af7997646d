package dev.vigil.gallery.event;

import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which replica writes a partition: the value under {@code owner:PARTITION} on the changed topic, the first thing that a new
 * owner writes. A replica that reads another's claim after its own has lost the partition to it.
 *
 * @param instance new for each start of a replica
 * @param since when it claimed the partition
 * @param address under which the other replicas reach it, as {@code http://gallery-1:8081}; empty where none was configured
 * @param mark the key with which another replica marks a request that it forwards to this one: it proves that whoever forwards
 *     reads this topic; null in older records
 */
public record PartitionOwner(
        String instance,
        Instant since,
        String address,
        @Nullable Base64Bytes mark) {
    /** An address that an older record lacks is empty. */
    public PartitionOwner {
        address = address == null ? "" : address;
    }

    /** Without the mark. */
    @Override
    public String toString() {
        return "PartitionOwner[" + instance + " since " + since + (address.isEmpty() ? "" : " at " + address) + "]";
    }
}
