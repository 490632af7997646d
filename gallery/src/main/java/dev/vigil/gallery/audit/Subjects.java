package dev.vigil.gallery.audit;

import dev.vigil.gallery.event.GalleryKey;

/** Whom an entry is about. */
public final class Subjects {
    private Subjects() {}

    /** Whether the entry is about the person, or something of theirs. */
    public static boolean concerns(AuditRecord entry, String person) {
        return ofPerson(entry.subject(), person) || person.equals(entry.detail().get("person"));
    }

    /** Whether a key of the changed topic is the person's, or of something of theirs. */
    public static boolean ofPerson(String key, String person) {
        try {
            return GalleryKey.parse(key).filter(found -> belongs(found, person)).isPresent();
        } catch (IllegalArgumentException e) {
            return false; // no key that a gallery writes
        }
    }

    private static boolean belongs(GalleryKey key, String person) {
        if (key instanceof GalleryKey.OfPerson of) {
            return of.person().equals(person);
        }
        if (key instanceof GalleryKey.OfFace of) {
            return of.person().equals(person);
        }
        if (key instanceof GalleryKey.OfNegative of) {
            return of.person().equals(person);
        }
        return key instanceof GalleryKey.OfMerge of
                && (of.survivor().equals(person) || of.absorbed().equals(person));
    }
}
