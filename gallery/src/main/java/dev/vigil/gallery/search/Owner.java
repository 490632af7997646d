package dev.vigil.gallery.search;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A person as the rows know them: an id, in which searches they take part, and the slots of their faces. One thread changes it, any
 * number read. It is small on purpose (40 bytes with a packed id), since a gallery may have as many people as faces.
 */
abstract class Owner {
    /** No slot. */
    static final int NOWHERE = -1;

    private static final int[] NO_SLOTS = {};

    private volatile Access access = Access.NONE;
    /** The slots where there are two or more, never changed in place; else null, and {@link #only} says. */
    private volatile int @Nullable [] several;

    private volatile int only = NOWHERE;

    /** One with that id. */
    static Owner of(String id) {
        PackedId packed = PackedId.parse(id);
        if (packed == null) {
            return new Named(id);
        }
        return packed.dashed() ? new Dashed(packed) : new Packed(packed);
    }

    abstract String id();

    abstract boolean is(String id, @Nullable PackedId packed);

    abstract int hash();

    static int hash(String id, @Nullable PackedId packed) {
        return packed == null ? id.hashCode() * 0x9E3779B9 : packed.hash();
    }

    Access access() {
        return access;
    }

    void access(Access now) {
        access = now;
    }

    /** The slots of the person's faces at one moment. Not to be changed. */
    int[] slots() {
        int[] many = several;
        if (many != null) {
            return many;
        }
        int one = only;
        return one == NOWHERE ? NO_SLOTS : new int[] {one};
    }

    void add(int slot) {
        int[] before = slots();
        if (before.length == 0) {
            only = slot;
        } else {
            int[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = slot;
            several = after;
        }
    }

    void replace(int slot, int by) {
        if (several == null) {
            only = by;
        } else {
            int[] after = slots().clone();
            after[indexOf(after, slot)] = by;
            several = after;
        }
    }

    void remove(int slot) {
        int[] before = slots();
        int at = indexOf(before, slot);
        if (before.length == 1) {
            only = NOWHERE;
        } else if (before.length == 2) {
            only = before[1 - at];
            several = null;
        } else {
            int[] after = Arrays.copyOf(before, before.length - 1);
            if (at < after.length) {
                after[at] = before[after.length];
            }
            several = after;
        }
    }

    private static int indexOf(int[] slots, int slot) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == slot) {
                return i;
            }
        }
        throw new IllegalStateException("A person's slot is not among theirs.");
    }

    /** By 32 hex digits. */
    private static class Packed extends Owner {
        private final long high;
        private final long low;

        Packed(PackedId id) {
            high = id.high();
            low = id.low();
        }

        PackedId packed() {
            return new PackedId(high, low, false);
        }

        @Override
        final String id() {
            return packed().toString();
        }

        @Override
        final boolean is(String id, @Nullable PackedId other) {
            return packed().equals(other);
        }

        @Override
        final int hash() {
            return packed().hash();
        }

        final long high() {
            return high;
        }

        final long low() {
            return low;
        }
    }

    /** By a UUID: another class, since a flag would make it 8 bytes larger. */
    private static final class Dashed extends Packed {
        Dashed(PackedId id) {
            super(id);
        }

        @Override
        PackedId packed() {
            return new PackedId(high(), low(), true);
        }
    }

    /** By any other id. */
    private static final class Named extends Owner {
        private final String id;

        Named(String id) {
            this.id = id;
        }

        @Override
        String id() {
            return id;
        }

        @Override
        boolean is(String other, @Nullable PackedId packed) {
            return packed == null && id.equals(other);
        }

        @Override
        int hash() {
            return hash(id, null);
        }
    }
}
