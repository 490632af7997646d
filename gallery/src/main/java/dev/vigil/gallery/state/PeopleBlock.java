package dev.vigil.gallery.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.vigil.gallery.event.Person;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A run of people in the order of their ids, one after the other in one array: for each the length of the id, the id, and what
 * {@link PersonCodec} makes of the rest. Immutable.
 */
final class PeopleBlock {
    /** People in a block, at most. */
    static final int MOST = 128;

    private static final int MOST_BYTES = 1 << 28;

    private final byte[] bytes;
    /** Where each begins, and where the last ends. */
    private final int[] starts;

    private PeopleBlock(byte[] bytes, int[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    static PeopleBlock of(Person person) {
        byte[] entry = entry(person);
        return new PeopleBlock(entry, new int[] {0, entry.length});
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(size());
        out.writeInt(bytes.length);
        ByteBuffer places = ByteBuffer.allocate(starts.length * Integer.BYTES);
        places.asIntBuffer().put(starts);
        out.write(places.array());
        out.write(bytes);
    }

    static PeopleBlock read(DataInputStream in) throws IOException {
        int size = in.readInt();
        int length = in.readInt();
        if (size < 1 || size > MOST || length < size || length > MOST_BYTES) {
            throw new IOException("A block of people is damaged.");
        }
        byte[] places = new byte[(size + 1) * Integer.BYTES];
        in.readFully(places);
        int[] starts = new int[size + 1];
        ByteBuffer.wrap(places).asIntBuffer().get(starts);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        if (starts[0] != 0 || starts[size] != length) {
            throw new IOException("A block of people is damaged.");
        }
        return new PeopleBlock(bytes, starts);
    }

    private static byte[] entry(Person person) {
        byte[] id = person.id().getBytes(ISO_8859_1);
        return new Packed.Writer()
                .octet(id.length)
                .raw(id)
                .raw(PersonCodec.encode(person))
                .toBytes();
    }

    int size() {
        return starts.length - 1;
    }

    String id(int index) {
        return new String(bytes, starts[index] + 1, bytes[starts[index]], ISO_8859_1);
    }

    Person person(int index) {
        String id = id(index);
        return PersonCodec.decode(id, rest(index));
    }

    private ByteBuffer rest(int index) {
        int begin = starts[index] + 1 + bytes[starts[index]];
        return ByteBuffer.wrap(bytes, begin, starts[index + 1] - begin);
    }

    @Nullable
    Person personIf(int index, Predicate<String> name) {
        return name.test(PersonCodec.name(rest(index))) ? person(index) : null;
    }

    /** The index of {@code id}, or {@code -1 - i} where it would come before index {@code i}. */
    int indexOf(String id) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, id);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /** Whether the id at {@code index} comes before (negative) or after (positive) {@code id}. */
    int compare(int index, String id) {
        int begin = starts[index] + 1;
        int length = bytes[starts[index]];
        int common = Math.min(length, id.length());
        for (int i = 0; i < common; i++) {
            int order = bytes[begin + i] - id.charAt(i); // ids are ASCII
            if (order != 0) {
                return order;
            }
        }
        return length - id.length();
    }

    /** This with {@code person} in the place of the one at {@code index}, or before it where {@code index} is {@code -1 - i}. */
    PeopleBlock with(int index, Person person) {
        return index >= 0 ? splice(index, index + 1, entry(person)) : splice(-1 - index, -1 - index, entry(person));
    }

    /** This without the one at {@code index}; null where none is left. */
    @Nullable
    PeopleBlock without(int index) {
        return size() == 1 ? null : splice(index, index + 1, new byte[0]);
    }

    /** Two of about half the size. */
    List<PeopleBlock> halves() {
        int middle = size() / 2;
        List<PeopleBlock> halves = new ArrayList<>(2);
        halves.add(part(0, middle));
        halves.add(part(middle, size()));
        return halves;
    }

    private PeopleBlock part(int from, int to) {
        int base = starts[from];
        byte[] part = new byte[starts[to] - base];
        System.arraycopy(bytes, base, part, 0, part.length);
        int[] places = new int[to - from + 1];
        for (int i = 0; i < places.length; i++) {
            places[i] = starts[from + i] - base;
        }
        return new PeopleBlock(part, places);
    }

    /** Replaces the entries in [from, to) by one entry, or by nothing where it is empty. */
    private PeopleBlock splice(int from, int to, byte[] entry) {
        int cut = starts[to] - starts[from];
        byte[] spliced = new byte[bytes.length - cut + entry.length];
        System.arraycopy(bytes, 0, spliced, 0, starts[from]);
        System.arraycopy(entry, 0, spliced, starts[from], entry.length);
        System.arraycopy(bytes, starts[to], spliced, starts[from] + entry.length, bytes.length - starts[to]);
        int added = entry.length == 0 ? 0 : 1;
        int[] places = new int[starts.length - (to - from) + added];
        System.arraycopy(starts, 0, places, 0, from + 1);
        for (int i = to; i < starts.length; i++) {
            places[i - (to - from) + added] = starts[i] - cut + entry.length;
        }
        return new PeopleBlock(spliced, places);
    }
}
