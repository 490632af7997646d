package dev.vigil.standalone.command;

import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.runtime.error.UserError;
import java.util.List;

/** Which model of a gallery a command means that names none. */
final class GalleryModels {
    private GalleryModels() {}

    /**
     * The active model, or the only one that there are faces of.
     *
     * @throws UserError if there is none, or several
     */
    static String current(ModelCounts counts) {
        String active = counts.active();
        if (active != null) {
            return active;
        }
        List<String> held = counts.models().stream().map(ModelCounts.Held::id).toList();
        if (held.size() == 1) {
            return held.get(0);
        }
        throw new UserError(
                held.isEmpty()
                        ? "The gallery has no faces yet: './vigil people add NAME PHOTO' enrols somebody."
                        : "The gallery has faces of " + String.join(", ", held)
                                + ", and none is active: './vigil models switch ID' makes one so.");
    }
}
