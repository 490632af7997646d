package dev.vigil.gallery.state;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.event.Roll;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.runtime.json.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a {@link GalleryState} but what its search engine holds, as it was at one moment: to be written down while the state
 * goes on, and to be read back. Immutable.
 */
public final class StateView {
    private static final int FORMAT = 1;
    private static final int MOST_BYTES = 1 << 30;

    private final List<PeopleBlock> people;
    private final Rest rest;

    /** What is small. */
    record Rest(
            int faces,
            List<Watchlist> watchlists,
            List<ApiKey> apiKeys,
            List<MergeIntent> merges,
            List<MergeIntent> marks,
            Map<Integer, Roll> rolls,
            List<Negative> negatives,
            @Nullable GallerySettings settings,
            Map<Integer, PartitionOwner> owners,
            Map<String, String> longSources) {
        Rest {
            watchlists = List.copyOf(watchlists);
            apiKeys = List.copyOf(apiKeys);
            merges = List.copyOf(merges);
            marks = List.copyOf(marks);
            rolls = Map.copyOf(rolls);
            negatives = List.copyOf(negatives);
            owners = Map.copyOf(owners);
            longSources = Map.copyOf(longSources);
        }
    }

    StateView(List<PeopleBlock> people, Rest rest) {
        this.people = List.copyOf(people);
        this.rest = rest;
    }

    List<PeopleBlock> people() {
        return people;
    }

    Rest rest() {
        return rest;
    }

    /** Writes it; what is personal is in it, so whoever calls seals it. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        byte[] json = Json.bytes(rest);
        out.writeInt(json.length);
        out.write(json);
        out.writeInt(people.size());
        for (PeopleBlock block : people) {
            block.write(out);
        }
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if it is nothing of that kind
     */
    public static StateView read(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("The state of a snapshot is of a format that is not known here.");
        }
        Rest rest = Json.read(bytes(in), Rest.class);
        PeopleBlock[] people = new PeopleBlock[count(in)];
        for (int i = 0; i < people.length; i++) {
            people[i] = PeopleBlock.read(in);
        }
        return new StateView(List.of(people), rest);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[count(in)];
        in.readFully(bytes);
        return bytes;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_BYTES) {
            throw new IOException("A length in the state of a snapshot is out of range.");
        }
        return count;
    }
}
