package dev.vigil.gallery.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gallery's log is encrypted.
 *
 * @param encrypted whether what is written is sealed
 * @param keys the key-encryption keys that the answering replica has, the one that wraps first, and those that a data key still needs
 * @param rotatedAt when somebody last asked to seal everything anew; null for never
 * @param resealing the partitions where that is not done yet
 */
public record EncryptionStatus(
        boolean encrypted, List<Key> keys, @Nullable Instant rotatedAt, List<Integer> resealing) {
    /** Copies the lists. */
    public EncryptionStatus {
        keys = List.copyOf(keys);
        resealing = List.copyOf(resealing);
    }

    /**
     * A key-encryption key.
     *
     * @param id made of the key
     * @param wraps whether new data keys are wrapped by it
     * @param dataKeys how many data keys are wrapped by it: one with none is not needed any more
     */
    public record Key(String id, boolean wraps, long dataKeys) {}

    /** Whether every data key is wrapped by the first key, and nothing waits to be sealed anew. */
    public boolean isSettled() {
        return resealing.isEmpty() && keys.stream().allMatch(key -> key.wraps() || key.dataKeys() == 0);
    }
}
