package dev.vigil.gallery.event;

import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;

/**
 * A key that seals records of its partition: the value under {@code datakey:ID} on the changed topic, in the partition of its id.
 *
 * @param id at random, such that it lies in the partition that it is for; 16 hex digits
 * @param kek id of the key-encryption key that it is wrapped by
 * @param wrapped the key, sealed by that one
 * @param createdAt when it was made
 * @param complete whether nothing of the partition is sealed by an older key, or not sealed, any more
 */
public record DataKey(String id, String kek, Base64Bytes wrapped, Instant createdAt, boolean complete) {}
