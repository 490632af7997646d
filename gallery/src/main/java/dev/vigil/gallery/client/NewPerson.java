package dev.vigil.gallery.client;

import dev.vigil.gallery.event.Consent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person is created or replaced with. Fields as in {@link dev.vigil.gallery.event.Person}; those that JSON leaves out are
 * empty.
 *
 * @param name not blank, at most 200 characters
 * @param note free text, at most 2,000 characters
 * @param watchlists ids
 * @param ignored whether a match yields {@code ignored}
 * @param consent or null
 */
public record NewPerson(
        String name,
        String note,
        List<String> watchlists,
        boolean ignored,
        @Nullable Consent consent) {
    /** Copies the watchlists; what JSON leaves out becomes empty. */
    public NewPerson {
        note = note == null ? "" : note;
        watchlists = watchlists == null ? List.of() : List.copyOf(watchlists);
    }

    /** A person of whom only the name is known. */
    public static NewPerson named(String name) {
        return new NewPerson(name, "", List.of(), false, null);
    }
}
