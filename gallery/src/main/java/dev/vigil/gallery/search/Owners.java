package dev.vigil.gallery.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * People by id: a hash table with open addressing (Knuth, The Art of Computer Programming 3, §6.4, algorithm L), 4 to 11 bytes for
 * each. One thread changes it, any number read and never wait.
 */
final class Owners {
    private static final int LEAST = 64;
    /** In the place of one that is gone, so that those behind it are found. */
    private static final Owner GONE = Owner.of("");

    private volatile AtomicReferenceArray<@Nullable Owner> table = new AtomicReferenceArray<>(LEAST);
    private int used;
    private int gone;

    Optional<Owner> find(String id) {
        AtomicReferenceArray<@Nullable Owner> places = table;
        PackedId packed = PackedId.parse(id);
        int mask = places.length() - 1;
        int at = Owner.hash(id, packed) & mask;
        for (Owner owner = places.get(at); owner != null; owner = places.get(at)) {
            if (owner != GONE && owner.is(id, packed)) {
                return Optional.of(owner);
            }
            at = at + 1 & mask;
        }
        return Optional.empty();
    }

    Owner findOrAdd(String id) {
        return find(id).orElseGet(() -> add(Owner.of(id)));
    }

    void remove(Owner owner) {
        int mask = table.length() - 1;
        int at = owner.hash() & mask;
        while (table.get(at) != owner) {
            at = at + 1 & mask;
        }
        table.set(at, GONE);
        gone++;
    }

    private Owner add(Owner owner) {
        if ((used + 1) * 4L > table.length() * 3L) {
            rehash();
        }
        place(table, owner);
        used++;
        return owner;
    }

    /** Into a new table, which readers see as a whole: larger, or as large where many are gone. */
    private void rehash() {
        int living = used - gone;
        int length = living * 2L > table.length() ? table.length() * 2 : table.length();
        AtomicReferenceArray<@Nullable Owner> larger = new AtomicReferenceArray<>(length);
        for (int i = 0; i < table.length(); i++) {
            Owner owner = table.get(i);
            if (owner != null && owner != GONE) {
                place(larger, owner);
            }
        }
        used = living;
        gone = 0;
        table = larger;
    }

    private static void place(AtomicReferenceArray<@Nullable Owner> places, Owner owner) {
        int mask = places.length() - 1;
        int at = owner.hash() & mask;
        while (places.get(at) != null) {
            at = at + 1 & mask;
        }
        places.set(at, owner);
    }
}
