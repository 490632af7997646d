package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One probe on its way through a search: first {@link #collect} is shown every tile by whoever leads the pass, then {@link #finish}
 * reads what is left exactly. Not thread-safe; it is handed over, never shared.
 */
final class Probe {
    private static final int FIRST_CANDIDATES = 256;

    private final float[] exact;
    private final byte[] codes;
    private final float scale;
    private final Bound bound;
    private final int k;
    private final long now;
    private final Filter filter;
    private final Looks looks;

    private Rows rows = Rows.of(List.of());
    private TopPeople atLeast;
    /** The k-th best of what people score at least, so far. */
    private float floor = Float.NEGATIVE_INFINITY;

    private int[] places = new int[FIRST_CANDIDATES];
    private float[] atMost = new float[FIRST_CANDIDATES];
    private int count;

    Probe(Embedding embedding, Query query, Looks.Changes changes) {
        exact = embedding.toArray();
        Quantiser quantiser = new Quantiser(exact.length);
        quantiser.take(exact);
        codes = quantiser.bytes();
        scale = quantiser.scale();
        bound = Bound.of(exact.length, quantiser.error());
        k = query.k();
        now = query.now().toEpochMilli();
        filter = query.filter();
        looks = new Looks(changes);
        atLeast = new TopPeople(k);
    }

    /** Before each pass, over this state. */
    void begin(Rows state) {
        rows = state;
        atLeast = new TopPeople(k);
        floor = Float.NEGATIVE_INFINITY;
        count = 0;
        looks.begin();
    }

    byte[] codes() {
        return codes;
    }

    float scale() {
        return scale;
    }

    Bound bound() {
        return bound;
    }

    /** What {@code sum·scale·rowScale + perError·rowError} must reach to be of interest. */
    float least() {
        return floor - bound.always();
    }

    /** Takes the rows of a tile that may be among the best. */
    void collect(int chunk, int tileIndex, Tile tile, long present, int[] sums, int from) {
        for (long left = present; left != 0; left &= left - 1) {
            int row = Long.numberOfTrailingZeros(left);
            float score = sums[from + row] * scale * tile.scales[row];
            float margin = bound.of(tile.errors[row]);
            if (score + margin >= floor && counts(tile.owner(row), score - margin)) {
                add(Rows.place(chunk, tileIndex * Layout.ROWS + row), score + margin);
            }
        }
    }

    /** Whether a row is a candidate: always, but where it would raise the floor and is not to be found. */
    private boolean counts(Owner owner, float least) {
        if (least <= floor) {
            return true;
        }
        if (!looks.passes(owner, now, filter)) {
            return false;
        }
        atLeast.offer(least, owner, () -> "");
        floor = atLeast.floor();
        return true;
    }

    private void add(int place, float most) {
        if (count == places.length) {
            sweep();
        }
        places[count] = place;
        atMost[count++] = most;
    }

    private void sweep() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (atMost[i] >= floor) {
                places[kept] = places[i];
                atMost[kept++] = atMost[i];
            }
        }
        count = kept;
        if (kept * 2 > places.length) {
            places = Arrays.copyOf(places, places.length * 2);
            atMost = Arrays.copyOf(atMost, places.length);
        }
    }

    /**
     * Reads the candidates exactly, those first that may score most, until no other can be among the best.
     *
     * @return the best, or empty where the state changed so much in the meantime that it must be searched again
     */
    Optional<List<Answer.Hit>> finish() {
        sweep();
        TopPeople best = new TopPeople(k);
        ExactRow read = new ExactRow(exact.length);
        for (int i : byMost()) {
            if (atMost[i] < best.floor()) {
                break;
            }
            Chunk chunk = rows.chunk(Rows.chunkOf(places[i]));
            int row = Rows.rowOf(places[i]);
            Tile tile = chunk.tile(row / Layout.ROWS);
            Owner owner = tile.owner(row % Layout.ROWS);
            if (looks.passes(owner, now, filter)) {
                if (!chunk.read(row, read)) {
                    return Optional.empty();
                }
                float score = DotProduct.of(exact, 0, read.values(), 0, exact.length);
                best.offer(score, owner, () -> tile.id(row % Layout.ROWS));
            }
        }
        return looks.stillHold() ? Optional.of(best.hits()) : Optional.empty();
    }

    private int[] byMost() {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) ~ordered(atMost[i]) << 32 | i;
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** A number of the same order. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ (bits >> 31 & 0x7FFFFFFF);
    }
}
