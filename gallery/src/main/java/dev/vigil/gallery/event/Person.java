package dev.vigil.gallery.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of the gallery: the value under {@code person:ID} on the changed topic, and what the REST routes show.
 *
 * @param id for life; letters, digits, {@code -} and {@code _}, at most 64
 * @param name what people call them; not unique
 * @param note free text
 * @param watchlists ids of the watchlists that the person is on
 * @param ignored whether a match yields the decision {@code ignored}
 * @param consent null where none is recorded
 * @param createdAt when
 * @param updatedAt when last
 * @param version 1 at first, one more with every change: the {@code ETag}
 */
public record Person(
        String id,
        String name,
        String note,
        List<String> watchlists,
        boolean ignored,
        @Nullable Consent consent,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /** Copies the watchlists. */
    public Person {
        watchlists = List.copyOf(watchlists);
    }

    /** Whether the person may be searched at {@code now}. */
    public boolean searchable(Instant now) {
        return consent == null || consent.until() == null || now.isBefore(consent.until());
    }
}
