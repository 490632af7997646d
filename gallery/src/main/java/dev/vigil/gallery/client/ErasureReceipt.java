package dev.vigil.gallery.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a person has been erased: what {@code DELETE /v1/people/{id}} answers. The audit has an entry of the same receipt.
 *
 * @param receipt its id, new for each erasure
 * @param person whose id it was
 * @param time when
 * @param partition of the changed topic that held the person
 * @param offset at or before which the erasing records lie in it
 * @param keys how many keys were erased: the person's, one for each face and each negative example
 * @param contentUntil until then, and a minute or so for Kafka's cleaner, the log may still hold what was erased; null where the
 *     topic sets no bound
 * @param keysUntil until then, and a minute or so, it may hold the bare keys; null where there is no bound
 */
public record ErasureReceipt(
        String receipt,
        String person,
        Instant time,
        int partition,
        long offset,
        int keys,
        @Nullable Instant contentUntil,
        @Nullable Instant keysUntil) {}
