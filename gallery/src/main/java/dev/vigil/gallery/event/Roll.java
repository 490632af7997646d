package dev.vigil.gallery.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Written so that the segment before it is closed and may be compacted: the value under {@code roll:PARTITION} on the changed
 * topic. Kafka closes a segment only when something is appended.
 *
 * <p>The transaction that erases something of a person writes one too, which says when the next is due: a pending roll outlives every
 * process.
 *
 * @param at when
 * @param due when the partition's owner is to write the next; null where it isn't
 * @param again whether another is due after the next: the first compaction removes what was erased, and leaves its bare keys, which
 *     a second one removes once {@code delete.retention.ms} is over
 */
public record Roll(Instant at, @Nullable Instant due, boolean again) {}
