package dev.vigil.gallery.state;

import dev.vigil.gallery.event.Person;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Everybody by id, in about 90 bytes each: blocks of encoded people, replaced and never changed. One writer; any number of readers,
 * who never wait. A walk sees each person as they were at some moment between its beginning and its end.
 */
final class PeopleTable {
    /** In order; the writer replaces one block in place, and the array where their number changes. */
    private volatile AtomicReferenceArray<PeopleBlock> blocks = new AtomicReferenceArray<>(0);

    private volatile int size;

    int size() {
        return size;
    }

    /** The blocks as they are now. By the writer. */
    List<PeopleBlock> blocks() {
        AtomicReferenceArray<PeopleBlock> now = blocks;
        return IntStream.range(0, now.length()).mapToObj(now::get).toList();
    }

    /** Replaces everybody. */
    void restore(List<PeopleBlock> restored) {
        blocks = new AtomicReferenceArray<>(restored.toArray(PeopleBlock[]::new));
        size = restored.stream().mapToInt(PeopleBlock::size).sum();
    }

    @Nullable
    Person get(String id) {
        AtomicReferenceArray<PeopleBlock> now = blocks;
        int at = blockOf(now, id);
        if (at < 0) {
            return null;
        }
        PeopleBlock block = now.get(at);
        int index = block.indexOf(id);
        return index < 0 ? null : block.person(index);
    }

    /** Adds or replaces. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void put(Person person) {
        AtomicReferenceArray<PeopleBlock> now = blocks;
        if (now.length() == 0) {
            blocks = new AtomicReferenceArray<>(new PeopleBlock[] {PeopleBlock.of(person)});
            size++;
            return;
        }
        int at = Math.max(0, blockOf(now, person.id()));
        PeopleBlock before = now.get(at);
        PeopleBlock after = before.with(before.indexOf(person.id()), person);
        if (after.size() <= PeopleBlock.MOST) {
            now.set(at, after);
        } else {
            blocks = replaced(now, at, after.halves().toArray(PeopleBlock[]::new));
        }
        size += after.size() - before.size();
    }

    /** Removes; does nothing where there is no such person. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void remove(String id) {
        AtomicReferenceArray<PeopleBlock> now = blocks;
        int at = blockOf(now, id);
        int index = at < 0 ? -1 : now.get(at).indexOf(id);
        if (index < 0) {
            return;
        }
        PeopleBlock after = now.get(at).without(index);
        if (after == null) {
            blocks = replaced(now, at);
        } else {
            now.set(at, after);
        }
        size--;
    }

    /** Those whose id comes after {@code after} (everybody where it is null) and whose name passes, in the order of their ids. */
    Stream<Person> after(@Nullable String after, Predicate<String> name) {
        Iterator<Person> walk = new Walk(blocks, after, name);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        walk, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                false);
    }

    /** The last block whose first id is not after {@code id}; -1 where all are. */
    private static int blockOf(AtomicReferenceArray<PeopleBlock> blocks, String id) {
        int low = 0;
        int high = blocks.length() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).compare(0, id) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
    }

    private static AtomicReferenceArray<PeopleBlock> replaced(
            AtomicReferenceArray<PeopleBlock> before, int at, PeopleBlock... by) {
        PeopleBlock[] after = new PeopleBlock[before.length() - 1 + by.length];
        for (int i = 0; i < after.length; i++) {
            after[i] = i < at ? before.get(i) : i < at + by.length ? by[i - at] : before.get(i - by.length + 1);
        }
        return new AtomicReferenceArray<>(after);
    }

    /** Not thread-safe. */
    private static final class Walk implements Iterator<Person> {
        private final AtomicReferenceArray<PeopleBlock> blocks;
        private final Predicate<String> name;
        private int at;
        private @Nullable PeopleBlock block;
        private int index;
        private @Nullable Person next;

        Walk(AtomicReferenceArray<PeopleBlock> blocks, @Nullable String after, Predicate<String> name) {
            this.blocks = blocks;
            this.name = name;
            this.at = after == null ? 0 : Math.max(0, blockOf(blocks, after));
            if (at < blocks.length()) {
                PeopleBlock first = blocks.get(at);
                block = first;
                int found = after == null ? -1 : first.indexOf(after);
                index = found >= 0 ? found + 1 : -1 - found;
            }
        }

        @Override
        public boolean hasNext() {
            while (next == null && block != null) {
                if (index < block.size()) {
                    next = block.personIf(index++, name);
                } else {
                    index = 0;
                    at++;
                    block = at < blocks.length() ? blocks.get(at) : null;
                }
            }
            return next != null;
        }

        @Override
        public Person next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Person found = java.util.Objects.requireNonNull(next);
            next = null;
            return found;
        }
    }
}
