package dev.vigil.gallery.log;

import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.runtime.error.UserError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another replica writes this partition: nothing was written here. The request may be forwarded to it. */
public final class NotOwner extends UserError {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable PartitionOwner owner;

    NotOwner(Optional<PartitionOwner> owner, @Nullable Throwable cause) {
        super(
                503,
                "No replica is known that writes this part of the gallery: nothing was written; try again in a moment.",
                cause);
        this.owner = owner.orElse(null);
    }

    /** Who writes it, as far as is known here. */
    public Optional<PartitionOwner> owner() {
        return Optional.ofNullable(owner);
    }
}
