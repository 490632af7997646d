package dev.vigil.gallery.seal;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.gallery.event.GalleryKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the records of one transaction are sealed. Thread-safe. */
public final class Sealing {
    private final @Nullable String dataKey;
    private final @Nullable SealingKey key;
    private final @Nullable DataKey fresh;

    private Sealing(@Nullable String dataKey, @Nullable SealingKey key, @Nullable DataKey fresh) {
        this.dataKey = dataKey;
        this.key = key;
        this.fresh = fresh;
    }

    /** Leaves everything as it is. */
    public static Sealing none() {
        return new Sealing(null, null, null);
    }

    static Sealing by(String dataKey, SealingKey key, @Nullable DataKey fresh) {
        return new Sealing(dataKey, key, fresh);
    }

    /** A data key that must be written before what it seals, in the same transaction; empty where the topic has it already. */
    public Optional<DataKey> fresh() {
        return Optional.ofNullable(fresh);
    }

    /** Whether the value of that key is sealed. */
    public boolean seals(GalleryKey of) {
        return key != null && Vault.isPersonal(of);
    }

    /** The JSON as the topic bears it: sealed where it is personal. */
    public byte[] value(GalleryKey of, byte[] json) {
        return key == null || dataKey == null || !Vault.isPersonal(of)
                ? json
                : SealedValue.seal(dataKey, key, of.text(), json);
    }

    /** What the record's {@code content-type} says. */
    public String contentType(GalleryKey of) {
        return seals(of) ? SealedValue.CONTENT_TYPE : "application/json";
    }
}
