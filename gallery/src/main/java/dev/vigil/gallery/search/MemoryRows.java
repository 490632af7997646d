package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Exact rows on the heap: four bytes for each number, and their details. */
final class MemoryRows implements ExactRows {
    /** Makes them; there is nothing to give back. */
    static final ExactStore STORE = new ExactStore() {
        @Override
        public ExactRows create(int dimension, int rows) {
            return new MemoryRows(dimension, rows);
        }

        @Override
        public ExactRows restore(int dimension, int rows, DataInputStream in) throws IOException {
            MemoryRows restored = new MemoryRows(dimension, rows);
            ExactRow exact = new ExactRow(dimension);
            for (int row = 0; row < rows; row++) {
                if (in.readBoolean()) {
                    in.readFully(exact.emptyBytes().array());
                    if (!exact.readBytes()) {
                        throw new IOException("An exact row of the snapshot is damaged.");
                    }
                    restored.set(row, exact.values(), exact.details());
                }
            }
            return restored;
        }

        @Override
        public void drop(ExactRows rows) {
            // The garbage collector's, as with all that follows.
        }

        @Override
        public void hold(Set<ExactRows> rows) {}

        @Override
        public void release(Set<ExactRows> rows) {}

        @Override
        public void named(Set<ExactRows> rows) {}

        @Override
        public long unwrittenBytes() {
            return 0;
        }
    };

    private final int dimension;
    private final int rows;
    /** So many rows share an array of {@link Tile#SLAB_BYTES} or little more, which the collector leaves where it is. */
    private final int slabRows;
    /** Each {@code float32[slabRows, dimension]}, made when its first row comes. */
    private final AtomicReferenceArray<float[]> values;

    private final AtomicReferenceArray<byte[]> details;

    private MemoryRows(int dimension, int rows) {
        this.dimension = dimension;
        this.rows = rows;
        this.slabRows = (Tile.SLAB_BYTES / Float.BYTES + dimension - 1) / dimension;
        this.values = new AtomicReferenceArray<>((rows + slabRows - 1) / slabRows);
        this.details = new AtomicReferenceArray<>(rows);
    }

    @Override
    public void write(int row, Embedding exact, Base64Bytes given) {
        exact.copyTo(numbers(row), row % slabRows * dimension);
        details.set(row, given.toArray());
    }

    @Override
    public void flush() {}

    private void set(int row, float[] exact, byte[] given) {
        System.arraycopy(exact, 0, numbers(row), row % slabRows * dimension, dimension);
        details.set(row, given);
    }

    /** What a row shares with its neighbours. */
    private float[] numbers(int row) {
        int slab = row / slabRows;
        float[] numbers = values.get(slab);
        if (numbers == null) {
            numbers = new float[Math.multiplyExact(Math.min(slabRows, rows - slab * slabRows), dimension)];
            values.set(slab, numbers);
        }
        return numbers;
    }

    @Override
    public boolean read(int row, ExactRow into) {
        byte[] kept = details.get(row);
        if (kept == null) {
            return false;
        }
        System.arraycopy(values.get(row / slabRows), row % slabRows * dimension, into.values(), 0, dimension);
        into.set(kept, kept.length);
        return true;
    }

    @Override
    public void writeTo(DataOutputStream out, int rows) throws IOException {
        ExactRow exact = new ExactRow(dimension);
        for (int row = 0; row < rows; row++) {
            boolean there = read(row, exact);
            out.writeBoolean(there);
            if (there) {
                out.write(exact.toBytes().array());
            }
        }
    }

    @Override
    public void erase(int row) {
        // Searches of an older state may read the numbers yet: they go with the chunk.
        details.set(row, null);
    }
}
