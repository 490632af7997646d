package dev.vigil.gallery.event;

import java.time.Instant;

/**
 * Which replica writes a partition: the value under {@code owner:PARTITION} on the changed topic, the first thing that a new
 * owner writes. A replica that reads another's claim after its own has been superseded.
 *
 * @param instance new for each start of a replica
 * @param since when it claimed the partition
 */
public record PartitionOwner(String instance, Instant since) {}
