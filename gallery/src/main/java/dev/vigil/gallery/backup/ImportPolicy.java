package dev.vigil.gallery.backup;

import java.util.Locale;

/** What an import does about a person, watchlist or setting that is there already, and differs. */
public enum ImportPolicy {
    /** The one with the higher version stays. */
    NEWER,
    /** What is there stays. */
    KEEP,
    /** The backup's comes, with its version or one more than what is there had, whichever is higher. */
    REPLACE;

    /** As parameters and options write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
