package dev.vigil.gallery.event;

import java.time.Instant;

/**
 * Written so that the segment before it is closed and may be compacted: the value under {@code roll:PARTITION} on the changed
 * topic. Kafka closes a segment only when something is appended.
 *
 * @param at when
 */
public record Roll(Instant at) {}
